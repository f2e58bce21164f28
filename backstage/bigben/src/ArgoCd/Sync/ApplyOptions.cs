using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Registry;

namespace BigBen.ArgoCd.Sync;

/// <summary>How an object is applied.</summary>
/// <param name="DryRun">Whether nothing is changed.</param>
/// <param name="Replace">Whether the whole object becomes git's, others' fields included, as by <c>kubectl replace</c>.</param>
/// <param name="Force">Whether it is deleted and made anew where it cannot be changed in place, and always where it is replaced.</param>
/// <param name="Validate">Whether fields that its kind does not have are refused.</param>
internal sealed record ApplyOptions(bool DryRun, bool Replace = false, bool Force = false, bool Validate = true)
{
    public WriteOptions Write => new(DryRun, Validation: Validate ? FieldValidation.Strict : FieldValidation.Ignore);

    /// <summary>How a task's object is: as the sync says, and as the annotation <c>sync-options</c> of the object does.</summary>
    public static ApplyOptions Of(SyncRequest request, SyncTask task) => new(
        request.DryRun,
        request.Has("Replace") || task.Has("Replace=true"),
        request.Force || task.Has("Force=true"),
        !request.Options.Contains("Validate=false") && !task.Has("Validate=false"));
}
