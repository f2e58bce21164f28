using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Protobuf;

namespace BigBen.Tests.ApiServer.Protobuf;

public class ProtobufReaderTests
{
    /// <summary>What k9s sent to a real cluster.</summary>
    private const string AccessReview =
        "k8s\0\n2\n\u0017authorization.k8s.io/v1\u0012\u0017SelfSubjectAccessReview\u0012L\n\u0010\n\0\u0012\0\u001a\0\"\0*\02\08\0B\0"
        + "\u0012.\n,\n\0\u0012\u0004list\u001a\u000emetrics.k8s.io\"\u0007v1beta1*\u0005nodes2\0"
        + ":\0\u001a\b\b\0\u0012\0\u001a\0 \0\u001a\0\"\0";

    /// <summary>What Helm sent to delete its secrets.</summary>
    private const string DeleteOptions = "k8s\0\n\u0013\n\u0002v1\u0012\rDeleteOptions\u0012\0\u001a\0\"\0";

    [Theory]
    [InlineData(
        AccessReview,
        """
        {
          "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "metadata": {},
          "spec": { "resourceAttributes": { "verb": "list", "group": "metrics.k8s.io", "version": "v1beta1", "resource": "nodes" } }
        }
        """)]
    [InlineData(DeleteOptions, """{ "apiVersion": "v1", "kind": "DeleteOptions" }""")]
    [InlineData(
        "k8s\0\n\u000f\n\u0002v1\u0012\tConfigMap\u0012\u0016\n\u0003\n\u0001a\u0012\u0006\n\u0001A\u0012\u00011"
        + "\u0012\u0005\n\u0001B\u0012\0 \0",
        """{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" }, "data": { "A": "1", "B": "" }, "immutable": false }""")]
    [InlineData(
        "k8s\0\n \n\u0009policy/v1\u0012\u0013PodDisruptionBudget\u0012\u000f\n\u0003\n\u0001a"
        + "\u0012\u0008\n\u0006\u0008\0\u0010\u0002\u001a\0",
        """{ "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": { "name": "a" }, "spec": { "minAvailable": 2 } }""")]
    [InlineData(
        "k8s\0\n \n\u0009policy/v1\u0012\u0013PodDisruptionBudget\u0012\u0012\n\u0003\n\u0001a"
        + "\u0012\u000b\u001a\u0009\u0008\u0001\u0010\0\u001a\u000350%",
        """{ "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": { "name": "a" }, "spec": {"maxUnavailable": "50%"} }""")]
    [InlineData(
        "k8s\0\n\u001f\n\u0014networking.k8s.io/v1\u0012\u0007Ingress\u0012\u001d\n\u0003\n\u0001a"
        + "\u0012\u0016\u001a\u0014\n\u0009a.example\u0012\u0007\n\u0005\n\u0003\n\u0001/",
        """
        {
          "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": { "name": "a" },
          "spec": { "rules": [{ "host": "a.example", "http": { "paths": [{ "path": "/" }] } }] }
        }
        """)]
    [InlineData(
        "k8s\0\n \n\u0009policy/v1\u0012\u0013PodDisruptionBudget\u0012\u0011\n\u0003\n\u0001a"
        + "\u0012\n\n\u0006\u0008\0\u0010\u0001\u001a\0\u0012\0",
        """
        {
          "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": { "name": "a" },
          "spec": { "minAvailable": 1, "selector": {} }
        }
        """)]
    [InlineData(
        "k8s\0\n%\n\u0014networking.k8s.io/v1\u0012\rNetworkPolicy\u0012\u000f\n\u0003\n\u0001a"
        + "\u0012\u0008\n\0\u0012\u0004\u0012\u0002\n\0",
        """
        {
          "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": { "name": "a" },
          "spec": { "podSelector": {}, "ingress": [{ "from": [{ "podSelector": {} }] }] }
        }
        """)]
    [InlineData(
        "k8s\0\n\t\n\u0002v1\u0012\u0003Pod\u0012\u000f\n\u0003\n\u0001a\u0012\u0008\u0012\u0006\n\u0001d\u0080\u0001\u0001",
        """
        {
          "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a" },
          "spec": { "containers": [{ "name": "d", "stdin": true }] }
        }
        """)]
    public void Objects_are_read_as_Go_writes_them(string body, string json)
    {
        var read = ProtobufReader.Read(Encoding.Latin1.GetBytes(body));

        JsonNode.DeepEquals(read, JsonNode.Parse(json)).ShouldBeTrue(read.ToJsonString());
    }

    [Fact]
    public void What_is_not_known_is_refused_not_left_out() =>
        Should.Throw<NotSupportedException>(
            () => ProtobufReader.Read(Encoding.Latin1.GetBytes("k8s\0\n\n\n\u0002v1\u0012\u0004Node\u0012\0")))
            .Message.ShouldContain("Node");

    [Theory]
    [InlineData("{}")]
    [InlineData("k8s\0\n\u0013\n\u0002v1\u0012\rDelete")]
    [InlineData("k8s\0\n\u0013\n\u0002v1\u0012\rDeleteOptions\u0012\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f")]
    [InlineData("k8s\0\n\u0013\n\u0002v1\u0012\rDeleteOptions\u0012\u0003\n\u00011")]
    public void What_is_no_protobuf_or_was_cut_is_refused(string body) =>
        Should.Throw<FormatException>(() => ProtobufReader.Read(Encoding.Latin1.GetBytes(body)));
}
