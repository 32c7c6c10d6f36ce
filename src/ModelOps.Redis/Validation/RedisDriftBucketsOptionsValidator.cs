using Microsoft.Extensions.Options;

namespace ModelOps.Redis.Validation;

internal sealed class RedisDriftBucketsOptionsValidator : IValidateOptions<RedisDriftBucketsOptions>
{
    private const int LeastBytes = 1024;
    private const int MostBytes = 64 << 20;
    private const long MostBuckets = 100_000_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public ValidateOptionsResult Validate(string? name, RedisDriftBucketsOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.Retention < Shortest || options.Retention > Longest)
        {
            result.AddError($"{Key(nameof(options.Retention))} is {options.Retention}. Set it to {Shortest} to {Longest}.");
        }

        if (options.MaxBucketBytes is < LeastBytes or > MostBytes)
        {
            result.AddError($"{Key(nameof(options.MaxBucketBytes))} is {options.MaxBucketBytes}. Set it to {LeastBytes} to {MostBytes}.");
        }

        if (options.MaxBuckets is < 1 or > MostBuckets) { result.AddError($"{Key(nameof(options.MaxBuckets))} is {options.MaxBuckets}. Set it to 1 to {MostBuckets}."); }
        return result.Build();
    }

    private static string Key(string property) => $"{RedisDriftBucketsOptions.SectionName}:{property}";
}
