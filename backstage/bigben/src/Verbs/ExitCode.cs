namespace BigBen.Verbs;

/// <summary>What the exit code of <c>big-ben.sh</c> says to a script.</summary>
internal static class ExitCode
{
    /// <summary>Done, and proven.</summary>
    public const int Done = 0;

    /// <summary>It failed or was refused; the last line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted by Ctrl-C or SIGTERM: 128 + SIGINT, as shells say.</summary>
    public const int Interrupted = 130;
}
