using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet;

/// <summary>What the kubelet tells the platform's own log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Pod {Pod} failed unexpectedly, it is tried again")]
    public static partial void PodFailed(this ILogger logger, Exception exception, PodIdentity pod);

    [LoggerMessage(Level = LogLevel.Error, Message = "The status of pod {Pod} could not be written")]
    public static partial void StatusNotWritten(this ILogger logger, Exception exception, PodIdentity pod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of pod {Pod} could not be deleted")]
    public static partial void FolderNotDeleted(this ILogger logger, Exception exception, PodIdentity pod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' of an earlier run could not be deleted")]
    public static partial void LeftoverNotDeleted(this ILogger logger, Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The files of volume {Volume} of pod {Pod} stay as they are")]
    public static partial void VolumeNotRefreshed(this ILogger logger, Exception exception, string volume, PodIdentity pod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event {Reason} of pod {Pod} could not be written")]
    public static partial void EventNotWritten(this ILogger logger, Exception exception, string reason, PodIdentity pod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log {Path} could not be tended")]
    public static partial void LogNotTended(this ILogger logger, Exception exception, string path);
}
