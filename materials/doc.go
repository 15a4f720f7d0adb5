// Package materials writes software bills of materials in which who made each
// component is filled in, and how that is known: new ones from what a run tells,
// as CycloneDX 1.6 or SPDX 2.3, and existing ones, in which it changes nothing
// else.
//
// Who is whom follows the formats' own words. CycloneDX: the manufacturer is
// "the organization that created the component", the supplier "the organization
// that supplied the component", who "may often be the manufacturer, but may also
// be a distributor or repackager". SPDX: the originator is "from whom or what the
// package originated", the supplier its "actual distribution source". So a
// developer who publishes directly is both, and a distribution is the supplier
// of what others developed.
//
// Source: CycloneDX 1.6 JSON reference, https://cyclonedx.org/docs/1.6/json/;
// SPDX 2.3, clauses 7.5 and 7.6, https://spdx.github.io/spdx-spec/v2.3/.
package materials
