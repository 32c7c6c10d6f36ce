using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Buckets;

internal sealed class FolderDriftBucketsOptionsValidator : IValidateOptions<FolderDriftBucketsOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public static FolderDriftBucketsOptions Ensure(FolderDriftBucketsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new FolderDriftBucketsOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(FolderDriftBucketsOptions.SectionName, typeof(FolderDriftBucketsOptions), result.Failures) : options;
    }

    public ValidateOptionsResult Validate(string? name, FolderDriftBucketsOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (string.IsNullOrWhiteSpace(options.Path)) { result.AddError($"{Key(nameof(options.Path))} is empty. Name a folder, such as 'modelops-drift'."); }
        if (options.Retention < Shortest || options.Retention > Longest)
        {
            result.AddError($"{Key(nameof(options.Retention))} is {options.Retention}. Set it to {Shortest} to {Longest}.");
        }

        return result.Build();
    }

    private static string Key(string property) => $"{FolderDriftBucketsOptions.SectionName}:{property}";
}
