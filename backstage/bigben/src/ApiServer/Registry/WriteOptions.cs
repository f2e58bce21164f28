using BigBen.ApiServer.Admission;
using BigBen.ApiServer.FieldManagement;

namespace BigBen.ApiServer.Registry;

/// <summary>How a write is done.</summary>
/// <param name="DryRun">Whether everything happens but the write.</param>
/// <param name="Subresource">
/// What part of the object is written: empty, <c>status</c>, <c>scale</c>, <c>finalize</c> or <c>binding</c>.
/// </param>
/// <param name="Validation">
/// How the object is validated; null for those within the platform's process, which write what they know to be right. Of a
/// subresource the fields are checked, their values are not.
/// </param>
/// <param name="Manager">Who writes over HTTP; null for those within the process, who own no fields.</param>
/// <param name="Warn">Told of what the writer may not have meant; null where nobody listens.</param>
internal sealed record WriteOptions(
    bool DryRun = false,
    string Subresource = "",
    FieldValidation? Validation = null,
    FieldManager? Manager = null,
    Action<string>? Warn = null);
