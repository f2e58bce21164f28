using BigBen.Kubelet.Configuration;

namespace BigBen.Tests.Kubelet.Configuration;

public class VariableExpansionTests
{
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(B) $A $ $(A", "$(B) $A $ $(A")]
    [InlineData("a$", "a$")]
    [InlineData("$(A)$(A)", "11")]
    public void Variables_are_expanded_as_in_Kubernetes(string text, string expected) =>
        VariableExpansion.Expand(text, new Dictionary<string, string> { ["A"] = "1" }).ShouldBe(expected);
}
