using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BigBen.ServiceDefaults;

/// <summary>The answer to input that is well formed and cannot be used: 422, a problem document that names each field.</summary>
public static class Unprocessable
{
    /// <summary>The answer.</summary>
    /// <param name="errors">What is wrong, by the field's name as the client writes it; at least one sentence each.</param>
    public static ProblemHttpResult Of(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = "The request cannot be used as it is.",
        });

    /// <summary>The answer for one field.</summary>
    /// <param name="field">The field's name as the client writes it.</param>
    /// <param name="sentence">What is wrong, and what to give instead.</param>
    public static ProblemHttpResult Of(string field, string sentence) => Of(new Dictionary<string, string[]> { [field] = [sentence] });

    /// <summary>Checks an input by the attributes of its properties, which the OpenAPI document tells as well.</summary>
    /// <param name="input">What a client sent.</param>
    /// <returns>The answer that names each field that cannot be used; null where all can.</returns>
    [RequiresUnreferencedCode("The properties are found at run time.")]
    public static ProblemHttpResult? Check(object input)
    {
        var wrong = new List<ValidationResult>();
        return Validator.TryValidateObject(input, new ValidationContext(input), wrong, validateAllProperties: true)
            ? null
            : Of(wrong
                .SelectMany(one => one.MemberNames, (one, name) => (Field: JsonNamingPolicy.CamelCase.ConvertName(name), one.ErrorMessage))
                .GroupBy(one => one.Field, one => one.ErrorMessage!)
                .ToDictionary(field => field.Key, field => field.ToArray()));
    }

    /// <summary>Tells the OpenAPI document of it.</summary>
    /// <param name="route">The route that may answer so.</param>
    public static RouteHandlerBuilder ProducesUnprocessable(this RouteHandlerBuilder route) =>
        route.ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
}
