using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>Reads a pod of the store into what the kubelet acts on.</summary>
internal static class PodReader
{
    private const string Source = "the pod's template";

    /// <summary>Reads the spec.</summary>
    /// <exception cref="ContainerException">It asks for what cannot be done here.</exception>
    public static PodSpec Spec(JsonElement pod, PodIdentity identity)
    {
        var key = new ObjectKey("", Kinds.Pods.Kind, identity.Namespace, identity.Name);
        try
        {
            var fields = JsonObject.Create(pod.At("spec") ?? default) ?? [];
            var spec = PodSpec.Read(new Fields(fields, "spec", new SpecContext(key, Source)));
            return spec.All.FirstOrDefault(container => !IsLabel(container.Name)) is { } unnamed
                ? throw new PlatformException(
                    $"{key}: the container's name '{unnamed.Name}' must be lower-case letters, digits and '-'. Fix it in {Source}.")
                : spec;
        }
        catch (PlatformException e)
        {
            throw new ContainerException(ContainerException.CreateContainerConfigError, e.Message);
        }
    }

    /// <summary>The state of a pod that the kubelet takes now: a new one, or one that a predecessor ran.</summary>
    public static PodState State(JsonElement pod, DateTimeOffset now) => new(
        pod.TimeAt("status", "startTime") ?? now,
        [
            .. pod.ItemsAt("spec", "initContainers").Select(container => Status(
                pod, container, container.TextAt("restartPolicy") == "Always" ? ContainerRole.Sidecar : ContainerRole.Init, now)),
            .. pod.ItemsAt("spec", "containers").Select(container => Status(pod, container, ContainerRole.Regular, now)),
        ]);

    private static ContainerStatus Status(JsonElement pod, JsonElement container, ContainerRole role, DateTimeOffset now)
    {
        var status = new ContainerStatus(container.TextAt("name") ?? "", container.TextAt("image") ?? "")
        {
            Role = role,
            State = pod.ItemsAt("spec", "initContainers").Any() ? WaitingState.Initializing : WaitingState.Creating,
            Resources = container.At("resources"),
        };
        var before = pod.ItemsAt("status", role == ContainerRole.Regular ? "containerStatuses" : "initContainerStatuses")
            .FirstOrDefault(known => known.TextAt("name") == status.Name);
        return before.ValueKind == JsonValueKind.Undefined ? status : status.After(before, now);
    }

    // RFC 1123 label, as the Kubernetes API server demands: it becomes part of file names.
    private static bool IsLabel(string name) =>
        name.Length <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
