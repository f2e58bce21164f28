using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Applications;

/// <summary>An AppProject's <c>syncWindows</c>.</summary>
/// <param name="windows">The windows.</param>
internal sealed class SyncWindows(IReadOnlyList<SyncWindow> windows)
{
    private const string Blocked = "Sync operation blocked by sync window";

    /// <summary>How soon after a refusal to ask again: schedules know minutes.</summary>
    public static TimeSpan Again { get; } = TimeSpan.FromMinutes(1);

    public static SyncWindows Read(JsonElement project) =>
        new([.. project.ItemsAt("spec", "syncWindows").Select(window => new SyncWindow(window))]);

    /// <summary>Why an Application may not be synced now, in Argo CD's words; null when it may.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="isManual">Whether a person asks.</param>
    /// <param name="now">The time.</param>
    public string? Refuse(Application application, bool isManual, DateTimeOffset now)
    {
        var own = windows.Where(window => window.IsFor(application)).ToList();
        try
        {
            return MayOpen(own.ToLookup(window => window.IsOpen(now)), isManual) ? null : Blocked;
        }
        catch (PlatformException e)
        {
            return $"{Blocked}: {e.Message}";
        }
    }

    private static bool MayOpen(ILookup<bool, SyncWindow> isOpen, bool isManual)
    {
        var denials = isOpen[true].Where(window => window.IsDenial).ToList();
        if (denials.Count > 0)
            return isManual && denials.TrueForAll(window => window.IsManualAllowed);
        var closed = isOpen[false].Where(window => !window.IsDenial).ToList();
        return closed.Count == 0
            || isOpen[true].Any()
            || (isManual && closed.TrueForAll(window => window.IsManualAllowed));
    }
}
