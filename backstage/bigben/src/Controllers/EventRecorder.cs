using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>Tells what a controller did, as Events; the same again is counted.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="clock">The time.</param>
/// <param name="component">The controller's name, such as <c>deployment-controller</c>.</param>
internal sealed class EventRecorder(IObjectStore store, TimeProvider clock, string component)
{
    /// <summary>Tells something that is as it should be.</summary>
    public void Normal(ApiResource resource, JsonElement about, string reason, string message) =>
        Record(resource, about, "Normal", reason, message);

    /// <summary>Tells something that somebody should look at.</summary>
    public void Warning(ApiResource resource, JsonElement about, string reason, string message) =>
        Record(resource, about, "Warning", reason, message);

    private void Record(ApiResource resource, JsonElement about, string type, string reason, string message)
    {
        var ns = about.Text("namespace");
        var identity = $"{component}\n{about.Text("uid")}\n{type}\n{reason}\n{message}";
        var name = $"{about.NameOf()}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]}";
        var now = ObjectMeta.Time(clock.GetUtcNow());
        try
        {
            if (store.Find(Kinds.Events, ns, name) is { } before)
            {
                store.Change(Kinds.Events, before, again =>
                {
                    again["count"] = (again["count"]?.GetValue<int>() ?? 0) + 1;
                    again["lastTimestamp"] = now;
                });
            }
            else
            {
                store.Create(Kinds.Events, ns, New(resource, about, name, type, reason, message, now));
            }
        }
        catch (StatusException e) when (e.Reason is StatusReason.Forbidden or StatusReason.NotFound)
        {
            // The namespace is going or gone, and its events with it.
        }
    }

    private JsonObject New(
        ApiResource resource, JsonElement about, string name, string type, string reason, string message, string now) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = resource.Kind,
                ["namespace"] = about.Text("namespace"),
                ["name"] = about.NameOf(),
                ["uid"] = about.Text("uid"),
                ["apiVersion"] = resource.ApiVersion,
                ["resourceVersion"] = about.Text("resourceVersion"),
            },
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        };
}
