using System.Text.Json.Nodes;
using BigBen.Manifests.Validation.PodSecurity;

namespace BigBen.Tests.Manifests.Validation.PodSecurity;

public class PodSecurityStandardTests
{
    private const string Warning = "would violate PodSecurity \"restricted:latest\": ";

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GoldenCase.Count).Where(number => new GoldenCase(number).Code == 201)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_warns_where_a_real_API_server_warned(int number)
    {
        var golden = new GoldenCase(number);

        var violations = string.Join(", ", PodSecurityStandard.ViolationsOf("restricted", golden.Value()));

        var warned = golden.Warnings.SingleOrDefault(warning => warning.StartsWith(Warning, StringComparison.Ordinal));
        violations.ShouldBe(warned?[Warning.Length..] ?? "", golden.ToString());
    }

    [Theory]
    [InlineData("securityContext", "{ \"runAsNonRoot\": false, \"seccompProfile\": { \"type\": \"RuntimeDefault\" } }",
        "runAsNonRoot != true (pod or container \"service-a\" must set securityContext.runAsNonRoot=true)")]
    [InlineData("securityContext", "{ \"runAsNonRoot\": true }",
        "seccompProfile (pod or container \"service-a\" must set securityContext.seccompProfile.type to "
        + "\"RuntimeDefault\" or \"Localhost\")")]
    [InlineData("volumes", "[{ \"name\": \"h\", \"hostPath\": { \"path\": \"/\" } }]",
        "restricted volume types (volume \"h\" uses restricted volume type \"hostPath\")")]
    [InlineData("hostPID", "true", "host namespaces (hostPID=true)")]
    public void Restricted_forbids(string field, string value, string violation)
    {
        var deployment = new GoldenCase(0).Value();
        deployment["spec"]!["template"]!["spec"]![field] = JsonNode.Parse(value);

        PodSecurityStandard.ViolationsOf("restricted", deployment).ShouldBe([violation]);
        PodSecurityStandard.ViolationsOf("privileged", deployment).ShouldBeEmpty();
    }
}
