using Microsoft.Extensions.Options;

namespace ModelOps.Redis.Validation;

internal sealed class RedisJobQueueOptionsValidator : IValidateOptions<RedisJobQueueOptions>
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, RedisJobQueueOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.MaxQueued < 1) { result.AddError($"{Key(nameof(options.MaxQueued))} is {options.MaxQueued}. Use 1 or more."); }
        if (options.IdempotencyWindow < ShortestWindow || options.IdempotencyWindow > LongestWindow)
        {
            result.AddError($"{Key(nameof(options.IdempotencyWindow))} is {options.IdempotencyWindow}. Set it to {ShortestWindow} to {LongestWindow}.");
        }

        return result.Build();
    }

    private static string Key(string property) => $"{RedisJobQueueOptions.SectionName}:{property}";
}
