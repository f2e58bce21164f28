namespace BigBen.Foundation;

/// <summary>What a person is told of a file that the system does not let us read or write.</summary>
public static class FileFailure
{
    // errno of Linux and macOS: ENOSPC, EROFS, and EDQUOT of both.
    private static readonly int[] Full = [28, 69, 122];
    private const int ReadOnly = 30;

    /// <summary>Whether it is about rights or room, and so no defect of ours.</summary>
    public static bool Is(Exception failure) =>
        failure is UnauthorizedAccessException
        || (failure is IOException && (Full.Contains(failure.HResult) || failure.HResult == ReadOnly));

    /// <summary>What happened, with the file as the system names it, and what to do.</summary>
    public static string Explain(Exception failure) => Full.Contains(failure.HResult)
        ? $"The disk is full ({failure.Message.TrimEnd('.')}): free some space, then run the same command again."
        : $"{failure.Message.TrimEnd('.')}: fix the rights there, then run the same command again.";
}
