namespace BigBen.ApiServer.Audit;

/// <summary>What the audit log tells the platform's own log.</summary>
internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The audit log '{Path}' cannot be written: {Why} Its lines wait in memory until it can.")]
    public static partial void AuditFailed(this ILogger logger, string path, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not in the audit log '{Path}', which cannot be written: {Line}")]
    public static partial void AuditLost(this ILogger logger, string path, string line);
}
