using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Caching;

internal sealed class ResponseCacheOptionsValidator : IValidateOptions<ResponseCacheOptions>
{
    private const long LeastBytes = 64L << 10;
    private const long MostBytes = 1L << 40;
    private const int LeastEntryBytes = 1 << 10;
    private const int ShortestSecret = 16;
    private static readonly string[] StateParameters = ["sequence_id", "sequence_start", "sequence_end"];

    public ValidateOptionsResult Validate(string? name, ResponseCacheOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        Check(options.MaxBytes is >= LeastBytes and <= MostBytes, nameof(options.MaxBytes), options.MaxBytes, $"{LeastBytes} to {MostBytes}, e.g. 67108864");
        Check(
            options.MaxEntryBytes >= LeastEntryBytes && options.MaxEntryBytes <= options.MaxBytes / 4, nameof(options.MaxEntryBytes), options.MaxEntryBytes,
            $"{LeastEntryBytes} to a quarter of MaxBytes, e.g. 16384");
        Check(options.MaxTenantShare is > 0 and <= 1, nameof(options.MaxTenantShare), options.MaxTenantShare, "above 0 to 1, e.g. 0.25");
        Check(IsLife(options.TimeToLive), nameof(options.TimeToLive), options.TimeToLive, "above zero to 30 days, e.g. '00:05:00'");
        Check(options.Jitter is >= 0 and <= 0.5, nameof(options.Jitter), options.Jitter, "0 to 0.5, e.g. 0.1");
        Check(options.TrialCalls is 0 or (>= 100 and <= 1_000_000), nameof(options.TrialCalls), options.TrialCalls, "0, or 100 to 1000000, e.g. 1000");
        CheckTime(nameof(options.TrialPause), options.TrialPause, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckShared(options.Shared);
        foreach ((string model, ModelCacheOptions own) in options.Models) { CheckModel(model, own); }
        return result.Build();

        void CheckShared(SharedCacheOptions shared)
        {
            const string Shared = nameof(options.Shared);
            if (shared.Secret is { Length: < ShortestSecret })
            {
                result.AddError($"{Key($"{Shared}:{nameof(shared.Secret)}")} is too short. Give at least {ShortestSecret} characters that nobody can guess, or leave it out.");
            }

            CheckTime($"{Shared}:{nameof(shared.Timeout)}", shared.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
            CheckTime($"{Shared}:{nameof(shared.BreakDuration)}", shared.BreakDuration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
            Check(shared.BreakAfter is >= 1 and <= 1000, $"{Shared}:{nameof(shared.BreakAfter)}", shared.BreakAfter, "1 to 1000, e.g. 3");
        }

        void CheckModel(string model, ModelCacheOptions own)
        {
            string key = $"{nameof(options.Models)}:{model}";
            Check(ModelReference.IsName(model), key, model, $"the name of a model: {ModelReference.NameRule}");
            Check(own.TimeToLive is not { } life || IsLife(life), $"{key}:{nameof(own.TimeToLive)}", own.TimeToLive, "above zero to 30 days, e.g. '00:05:00'");
            foreach (string parameter in own.Parameters.Intersect(StateParameters, StringComparer.Ordinal))
            {
                result.AddError($"{Key($"{key}:{nameof(own.Parameters)}")} has '{parameter}'. Calls of a sequence depend on those before them: remove it, and the model if it keeps state.");
            }
        }

        void Check(bool isGood, string property, object? value, string expected)
        {
            if (!isGood) { result.AddError($"{Key(property)} is '{value}'. Set it to {expected}."); }
        }

        void CheckTime(string property, TimeSpan value, TimeSpan least, TimeSpan most) => Check(value >= least && value <= most, property, value, $"{least} to {most}");
    }

    private static bool IsLife(TimeSpan value) => value > TimeSpan.Zero && value <= TimeSpan.FromDays(30);

    private static string Key(string property) => $"{ResponseCacheOptions.SectionName}:{property}";
}
