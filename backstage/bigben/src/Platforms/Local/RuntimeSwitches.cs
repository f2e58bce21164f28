namespace BigBen.Platforms.Local;

/// <summary>
/// How .NET runs the platform's process: switches that it reads from variables alone. Pods and builds get none of them, since they inherit
/// nothing that is not named.
/// </summary>
internal static class RuntimeSwitches
{
    /// <summary>The variables to start the process with.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        // What waits for a socket goes on on the one thread that watches over all of them. The router only passes on from one to another:
        // to hand each of these steps to a second thread takes it longer than the step, and wakes an idle machine twice. Nothing in this
        // process waits for a task but by await (BannedSymbols.txt), so that this thread is never held by what itself has to deliver.
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1",

        // Machine code is written where it runs. That it otherwise is not is a second wall against faults in native code, at the price of
        // mapping all of it twice: a tenth of the process's memory, and some of its start.
        ["DOTNET_EnableWriteXorExecute"] = "0",

        // Unlike the command line it runs for long: what is hot is compiled by how it is really used.
        ["DOTNET_TieredPGO"] = "1",
    };
}
