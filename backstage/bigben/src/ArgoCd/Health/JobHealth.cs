using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>Jobs, by the condition that ends them.</summary>
internal static class JobHealth
{
    public static HealthStatus Of(JsonElement live)
    {
        foreach (var condition in live.ItemsAt("status", "conditions").Where(condition => condition.TextAt("status") == "True"))
        {
            var message = condition.TextAt("message") ?? "";
            switch (condition.TextAt("type"))
            {
                case "Failed":
                    return new HealthStatus(HealthCode.Degraded, message);
                case "Complete":
                    return new HealthStatus(HealthCode.Healthy, message);
                case "Suspended":
                    return new HealthStatus(HealthCode.Suspended, message);
            }
        }

        return new HealthStatus(HealthCode.Progressing);
    }
}
