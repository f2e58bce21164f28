using System.Text.Json.Nodes;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Tests.Manifests.Validation.Values;

public class QuantityTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("\"100m\"", "100m")]
    [InlineData("\"1000m\"", "1")]
    [InlineData("\"1e3\"", "1e3")]
    [InlineData("\"1E3\"", "1e3")]
    [InlineData("1.34217728e+08", "134217728")]
    [InlineData("134217728", "134217728")]
    [InlineData("\"128Mi\"", "128Mi")]
    [InlineData("\"1024Mi\"", "1Gi")]
    [InlineData("\"1.5Gi\"", "1536Mi")]
    [InlineData("\"0.5Ki\"", "512")]
    [InlineData("\"2P\"", "2P")]
    [InlineData("\"1E\"", "1E")]
    [InlineData("\"1Ei\"", "1Ei")]
    [InlineData("\"-5\"", "-5")]
    [InlineData("\"0.0001\"", "100u")]
    [InlineData("\"0\"", "0")]
    public void Each_form_is_read_and_written_in_its_shortest(string json, string shortest)
    {
        Quantity.TryParse(JsonValue.Create(json.Trim('"'))!, out var quantity, out _).ShouldBeTrue(json);

        quantity!.ToString().ShouldBe(shortest);
    }

    [Theory]
    [InlineData("", "quantities must match")]
    [InlineData("1x", "quantities must match")]
    [InlineData("much", "quantities must match")]
    [InlineData("1 Gi", "quantities must match")]
    [InlineData("1K", "unable to parse quantity's suffix")]
    [InlineData("1Kib", "quantities must match")]
    [InlineData("1ee3", "unable to parse quantity's suffix")]
    public void What_is_none_is_refused_in_the_words_of_Kubernetes(string text, string error)
    {
        Quantity.TryParse(JsonValue.Create(text)!, out _, out var said).ShouldBeFalse();

        said.ShouldStartWith(error);
    }

    [Theory]
    [InlineData("1", "1000m", 0)]
    [InlineData("1Gi", "1G", 1)]
    [InlineData("1e3", "1k", 0)]
    [InlineData("100m", "0.2", -1)]
    public void They_are_compared_by_value(string one, string other, int order) =>
        Quantity.Find(one)!.CompareTo(Quantity.Find(other)).ShouldBe(order);

    [Theory]
    [InlineData("59283873n", "59283873n")]
    [InlineData("27712Ki", "27712Ki")]
    [InlineData("4500u", "3m", "1500u")]
    [InlineData("1", "250m", "750m")]
    [InlineData("2Mi", "1Mi", "1Mi")]
    [InlineData("2Mi", "0", "2Mi")]
    [InlineData("2024", "1Ki", "1e3")]
    [InlineData("0", "0", "0")]
    public void They_add_up_to_the_shortest_exact_form(string sum, params string[] quantities) =>
        quantities.Aggregate(Quantity.Zero, (all, one) => all + Quantity.Find(one)!).ToString().ShouldBe(sum);
}
