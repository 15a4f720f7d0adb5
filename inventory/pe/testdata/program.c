#ifdef HELPED
__declspec(dllimport) int ExampleHelp(int n);
#else
#define ExampleHelp(n) n
#endif
__declspec(dllexport) int ExampleGuardScan(int n) { return ExampleHelp(n); }
__declspec(dllexport) int ExampleGuardInit(void) { return 1; }
int DllMainCRTStartup(void *h, unsigned reason, void *r) { return 1; }
