using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The containers of a pod.</summary>
internal static class Containers
{
    private const string OnlyForSidecars = "may not be set for init containers without restartPolicy=Always";

    // What every container has, one that only prepares as well.
    private static readonly RuleTable Common = new()
    {
        { "name", Must.BeSet(), Must.Be(Names.LabelErrors) },
        { "image", Must.BeSet() },
        { "terminationMessagePolicy", Must.BeOneOf("File", "FallbackToLogsOnError") },
        { "ports", ContainerPorts.BeValid },
        { "env[]", Environments.Variable.Check },
        { "envFrom[]", Environments.BeSource },
        { "volumeMounts", VolumeMounts.BeValid },
        { "volumeDevices", VolumeMounts.BeDevices },
        { "imagePullPolicy", Must.BeOneOf("Always", "IfNotPresent", "Never") },
        { "resources", ContainerResources.BeValid },
        { "securityContext", SecurityContexts.Container.CheckIfSet },
    };

    private static readonly RuleTable Running = new()
    {
        { "lifecycle.postStart", Must.PassIfSet(Handlers.BeOne) },
        { "lifecycle.preStop", Must.PassIfSet(Handlers.BeOne) },
        { "livenessProbe", Probes.BeLiveness },
        { "readinessProbe", Probes.BeReadiness },
        { "startupProbe", Probes.BeStartup },
    };

    private static readonly RuleTable Preparing = new()
    {
        { "lifecycle", Must.NotBeSet(OnlyForSidecars) },
        { "livenessProbe", Must.NotBeSet(OnlyForSidecars) },
        { "readinessProbe", Must.NotBeSet(OnlyForSidecars) },
        { "startupProbe", Must.NotBeSet(OnlyForSidecars) },
    };

    /// <summary>Checks all containers of a pod's spec.</summary>
    public static void BeValid(Field spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var containers = spec["containers"];
        if (containers.IsEmpty)
            containers.Required();
        foreach (var container in containers.Items)
        {
            Common.Check(container);
            BeUnique(container["name"], names);
            Running.Check(container);
        }

        ContainerPorts.BeUniqueOnHost(containers);
        foreach (var container in spec["initContainers"].Items)
        {
            Common.Check(container);
            (container["restartPolicy"].Text == "Always" ? Running : Preparing).Check(container);
            BeUnique(container["name"], names);
        }
    }

    private static void BeUnique(Field name, HashSet<string> names)
    {
        if (!name.IsEmpty && !names.Add(name.Text))
            name.Duplicate(name.Text);
    }
}
