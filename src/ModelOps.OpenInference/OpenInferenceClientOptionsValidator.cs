using System.Globalization;
using Microsoft.Extensions.Options;

namespace ModelOps.OpenInference;

internal sealed class OpenInferenceClientOptionsValidator : IValidateOptions<OpenInferenceClientOptions>
{
    private const int MaxEndpoints = 64;
    private const int MaxRetries = 10;
    private static readonly TimeSpan LeastWindow = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static OpenInferenceClientOptions Ensure(OpenInferenceClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new OpenInferenceClientOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(OpenInferenceClientOptions.SectionName, typeof(OpenInferenceClientOptions), result.Failures) : options;
    }

    public ValidateOptionsResult Validate(string? name, OpenInferenceClientOptions options)
    {
        string section = OpenInferenceSections.Of(name);
        ValidateOptionsResultBuilder result = new();
        if (options.Endpoints.Count is 0 or > MaxEndpoints)
        {
            Add(nameof(options.Endpoints), $"has {options.Endpoints.Count} addresses", $"Give it 1 to {MaxEndpoints}, e.g. http://triton:8000");
        }

        foreach (Uri endpoint in options.Endpoints)
        {
            if (endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", UserInfo: "" })
            {
                Add(nameof(options.Endpoints), "has an address that is not one of HTTP", "Write it as http://host:port or https://host/path, without user or query");
            }
        }

        Time(nameof(options.Timeout), options.Timeout, TimeSpan.FromTicks(1));
        Time(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromTicks(1));
        Time(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromTicks(1));
        Time(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero);
        Time(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.Zero);
        Time(nameof(options.SamplingDuration), options.SamplingDuration, LeastWindow);
        Time(nameof(options.EjectionTime), options.EjectionTime, LeastWindow);
        if (options.HedgingDelay is { } hedging) { Time(nameof(options.HedgingDelay), hedging, TimeSpan.Zero); }
        if (options.MaxRetries is < 0 or > MaxRetries) { Add(nameof(options.MaxRetries), Is(options.MaxRetries), $"Set it to 0 to {MaxRetries}"); }
        if (options.EjectionFailureRatio is not (> 0 and <= 1)) { Add(nameof(options.EjectionFailureRatio), Is(options.EjectionFailureRatio), "Set it above 0, at most 1"); }
        if (options.EjectionMinimumCalls < 2) { Add(nameof(options.EjectionMinimumCalls), Is(options.EjectionMinimumCalls), "Set it to 2 or more"); }
        if (options.MaxResponseBytes < 1 || options.MaxResponseBytes > Array.MaxLength)
        {
            Add(nameof(options.MaxResponseBytes), Is(options.MaxResponseBytes), $"Set it to 1 to {Array.MaxLength}");
        }

        if (!Enum.IsDefined(options.Transport)) { Add(nameof(options.Transport), Is((int)options.Transport), "Set it to Rest or Grpc"); }
        return result.Build();

        void Time(string key, TimeSpan value, TimeSpan least)
        {
            if (value < least || value > Longest) { Add(key, $"is {value}", $"Set it to a time from {least} to {Longest}"); }
        }

        void Add(string key, string found, string mend) => result.AddError($"{section}:{key} {found}. {mend}.");
    }

    private static string Is<T>(T value)
        where T : IFormattable => "is " + value.ToString(null, CultureInfo.InvariantCulture);
}
