using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Controllers;

/// <summary>
/// A kubelet's writes without its processes: pods become ready at once, unless their image is <c>sick</c>, and end when asked to; those
/// whose image is <c>once</c> succeed instead.
/// </summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly IObjectStore _store;
    private readonly Controller _controller;

    public FakeNode(IObjectStore store)
    {
        _store = store;
        _controller = new Controller("node", store, TimeProvider.System, NullLogger.Instance, (key, _) =>
        {
            Step(store, key, IsHolding);
            return Task.FromResult<TimeSpan?>(null);
        }).For(Kinds.Pods).Start();
    }

    /// <summary>Whether pods take for ever to end.</summary>
    public bool IsHolding { get; set; }

    /// <summary>Lets the pods end that take for ever.</summary>
    public void Release()
    {
        IsHolding = false;
        foreach (var pod in _store.List(Kinds.Pods).Items)
            _controller.Enqueue(NamespacedName.Of(pod));
    }

    /// <summary>Does what is next for one pod.</summary>
    public static void Step(IObjectStore store, NamespacedName key, bool holding = false)
    {
        if (store.Find(Kinds.Pods, key.Namespace, key.Name) is not { } pod)
            return;
        if (pod.IsTerminating())
        {
            if (!holding)
                store.Delete(Kinds.Pods, key.Namespace, key.Name, new DeleteOptions(GracePeriodSeconds: 0));
        }
        else if (pod.TextAt("spec", "nodeName") is null)
        {
            store.Change(Kinds.Pods, pod, value =>
            {
                value["spec"]!["nodeName"] = "bigben";
                value["metadata"]!["annotations"] = new JsonObject { ["bigben.localhost/ports"] = """{"8011":23456}""" };
            });
        }
        else if (pod.TextAt("status", "phase") == "Pending")
        {
            var image = pod.ItemsAt("spec", "containers").First().TextAt("image")!;
            if (image.StartsWith("once", StringComparison.Ordinal))
                store.UpdateStatus(Kinds.Pods, pod, status => status["phase"] = "Succeeded");
            else
                SetReady(store, key.Name, !image.Contains("sick", StringComparison.Ordinal));
        }
    }

    public static void SetReady(IObjectStore store, string name, bool ready)
    {
        var pod = store.List(Kinds.Pods).Items.Single(found => found.NameOf() == name);
        store.UpdateStatus(Kinds.Pods, pod, status =>
        {
            status["phase"] = "Running";
            status["podIP"] = "127.0.0.1";
            Conditions.Set(status, "Ready", ready ? "True" : "False", "Test", "", TimeProvider.System.GetUtcNow());
        });
    }

    public ValueTask DisposeAsync() => _controller.DisposeAsync();
}
