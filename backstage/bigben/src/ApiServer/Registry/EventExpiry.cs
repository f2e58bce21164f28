using System.Globalization;
using System.Text.Json;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Registry;

/// <summary>Takes away the events that nothing was added to for an hour, as Kubernetes does.</summary>
/// <param name="store">Where they are.</param>
/// <param name="clock">The time.</param>
internal sealed class EventExpiry(IObjectStore store, TimeProvider clock)
{
    /// <summary>How often it is worth looking.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Looks once.</summary>
    public void Sweep()
    {
        var bound = clock.GetUtcNow() - Lifetime;
        foreach (var value in store.List(EventConversion.Events).Items.Where(value => LastWritten(value) < bound))
        {
            try
            {
                store.Delete(EventConversion.Events, value.Text("namespace"), value.Text("name"), new DeleteOptions(ResourceVersion: value.Text("resourceVersion")));
            }
            catch (StatusException)
            {
                // Written again or deleted meanwhile: the next look sees it as it then is.
            }
        }
    }

    private static DateTimeOffset LastWritten(JsonElement value)
    {
        var series = value.TryGetProperty("series", out var found) && found.ValueKind == JsonValueKind.Object ? found : value;
        return Times(series, "lastObservedTime").Concat(Times(value, "lastTimestamp")).Concat(Times(value, "eventTime"))
            .Append(DateTimeOffset.Parse(value.Text("creationTimestamp"), CultureInfo.InvariantCulture))
            .Max();
    }

    private static IEnumerable<DateTimeOffset> Times(JsonElement value, string field) =>
        value.TryGetProperty(field, out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var parsed) ? [parsed] : [];
}
