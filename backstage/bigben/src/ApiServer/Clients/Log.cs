namespace BigBen.ApiServer.Clients;

/// <summary>What a control loop tells the log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Controller {Controller} failed to reconcile {Object}; again in {Delay}")]
    public static partial void ReconcileFailed(
        this ILogger logger, Exception exception, string controller, NamespacedName @object, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Controller {Controller} failed to follow its objects; again in {Delay}")]
    public static partial void WatchFailed(this ILogger logger, Exception exception, string controller, TimeSpan delay);
}
