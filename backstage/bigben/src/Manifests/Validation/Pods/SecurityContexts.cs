namespace BigBen.Manifests.Validation.Pods;

/// <summary>The security contexts of pods and containers.</summary>
internal static class SecurityContexts
{
    private const long MaxId = int.MaxValue;

    private static readonly string[] FieldsInErrors =
    [
        "capabilities", "privileged", "seLinuxOptions", "windowsOptions", "runAsUser", "runAsGroup", "runAsNonRoot",
        "readOnlyRootFilesystem", "allowPrivilegeEscalation", "procMount", "seccompProfile", "appArmorProfile",
    ];

    private static readonly RuleTable Profile = new()
    {
        { "type", Must.BeSet("type is required when seccompProfile is set"), Must.BeOneOf("Localhost", "RuntimeDefault", "Unconfined") },
        { "localhostProfile", BeWithLocalhost },
    };

    /// <summary>A container's.</summary>
    public static RuleTable Container { get; } = new()
    {
        { "runAsUser", Must.BeBetween(0, MaxId) },
        { "runAsGroup", Must.BeBetween(0, MaxId) },
        { "procMount", Must.BeOneOf("Default", "Unmasked") },
        { "", NotEscalate },
        { "seccompProfile", Profile.CheckIfSet },
    };

    /// <summary>A pod's.</summary>
    public static RuleTable Pod { get; } = new()
    {
        { "fsGroup", Must.BeBetween(0, MaxId) },
        { "runAsUser", Must.BeBetween(0, MaxId) },
        { "runAsGroup", Must.BeBetween(0, MaxId) },
        { "supplementalGroups[]", Must.BeBetween(0, MaxId) },
        { "seccompProfile", Profile.CheckIfSet },
        { "fsGroupChangePolicy", Must.BeOneOf("OnRootMismatch", "Always") },
    };

    private static void BeWithLocalhost(Field profile)
    {
        var isLocal = profile.Parent["type"].Text == "Localhost";
        if (isLocal && profile.IsEmpty)
            profile.Required("must be set when seccomp type is Localhost");
        else if (!isLocal && profile.Exists)
            profile.Invalid("can only be set when seccomp type is Localhost");
    }

    private static void NotEscalate(Field context)
    {
        if (!context["allowPrivilegeEscalation"].IsFalse)
            return;
        if (context["privileged"].IsTrue)
            context.Invalid(AsGoHasIt(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context["capabilities"]["add"].Items.Any(capability => capability.Text == "CAP_SYS_ADMIN"))
            context.Invalid(AsGoHasIt(context), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    // The error shows Kubernetes' internal object, whose fields have other names.
    private static JsonObject AsGoHasIt(Field context)
    {
        var shown = new JsonObject();
        foreach (var name in FieldsInErrors)
            shown[GoName(name)] = context[name].Value?.DeepClone();
        if (shown["Capabilities"] is JsonObject capabilities)
        {
            shown["Capabilities"] = new JsonObject
            {
                ["Add"] = capabilities["add"]?.DeepClone(),
                ["Drop"] = capabilities["drop"]?.DeepClone(),
            };
        }

        return shown;
    }

    private static string GoName(string name) =>
        name.StartsWith("seL", StringComparison.Ordinal) ? $"SE{name[2..]}" : char.ToUpperInvariant(name[0]) + name[1..];
}
