using System.Runtime.InteropServices;

// What is called of libc is the system's, whatever lies beside the program.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

return await BigBen.Verbs.CommandLine.RunAsync(args, Console.Error);
