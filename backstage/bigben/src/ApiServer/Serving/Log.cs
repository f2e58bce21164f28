namespace BigBen.ApiServer.Serving;

/// <summary>What the keeping of the identity tells the platform's own log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The renewed certificate cannot be kept: {Why}")]
    public static partial void CertificateNotSaved(this ILogger logger, string why);
}
