package markup

// fields adds the values in an object to fields, as paths under path.
func (s *script) fields(n *node, path string, fields *[]Field, depth int) error {
	for i, key := range n.keys {
		key, value := schemaName(key), n.nodes[i]
		switch {
		case key == "@context" || key == "@type" && path != "" || key == "hasVariant":
			continue
		case key == "@type":
			for _, name := range typesOf(n) {
				*fields = append(*fields, Field{"@type", name})
			}
			continue
		case key == "@value" || key == "@list" || key == "@set":
			key = path
		case len(key) > mostName || len(path)+len(key) > mostPath:
			return limitf("names have more than %d bytes, or together %d", mostName, mostPath)
		default:
			key = join(path, key)
		}
		if err := s.value(value, key, fields, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// value adds a value to fields.
func (s *script) value(n *node, path string, fields *[]Field, depth int) error {
	if s.work++; s.work > mostWork {
		return limitf("more than %d values in the products of a script", mostWork)
	}
	if depth > mostJSONDepth || len(*fields) >= mostFields {
		return limitf("more than %d values in a product", mostFields)
	}
	switch n.kind {
	case nodeText:
		if value := pageValue(n.text); value != "" && path != "" {
			*fields = append(*fields, Field{path, value})
		}
	case nodeArray:
		for _, inner := range n.nodes {
			if err := s.value(inner, path, fields, depth+1); err != nil {
				return err
			}
		}
	case nodeObject:
		// A reference in what a reference led to may lead back.
		if to := s.byID[reference(n)]; to != nil && !s.inside {
			s.inside = true
			err := s.fields(to, path, fields, depth)
			s.inside = false
			return err
		}
		return s.fields(n, path, fields, depth)
	}
	return nil
}
