using Microsoft.Extensions.Options;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

internal sealed class WandbOptionsValidator : IValidateOptions<WandbOptions>
{
    public static WandbOptions Ensure(WandbOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new WandbOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(WandbOptions.SectionName, typeof(WandbOptions), result.Failures) : options;
    }

    public ValidateOptionsResult Validate(string? name, WandbOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (ServiceAddress.Check(options.Address, options.AllowPlainHttp) is { } mend)
        {
            bool isSafe = options.Address is { IsAbsoluteUri: true, UserInfo.Length: 0 };
            Fail(nameof(options.Address), isSafe ? options.Address.GetLeftPart(UriPartial.Path) : null, mend);
        }

        if (!WandbNames.IsName(options.Project)) { Fail(nameof(options.Project), options.Project, "Name a project of 1 to 128 characters without '/', '\\', '#', '?', '%' and ':'."); }
        if (options.Entity is not null && !WandbNames.IsName(options.Entity)) { Fail(nameof(options.Entity), options.Entity, "Name a user or team, or leave it out."); }
        if (string.IsNullOrWhiteSpace(options.ApiKey) == string.IsNullOrWhiteSpace(options.ApiKeySecret)) { result.AddError($"{WandbOptions.SectionName} needs one of ApiKey and ApiKeySecret. Set one, best ApiKeySecret."); }
        if (options.ApiKey?.Any(static c => !char.IsAscii(c) || char.IsControl(c)) == true) { result.AddError($"{WandbOptions.SectionName}:ApiKey has a character that no key has. Copy it again."); }
        Range(nameof(options.MaxAttempts), options.MaxAttempts, 1, 20);
        Range(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 4 << 10, 8 << 20);
        Range(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 32);
        Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Range(nameof(options.StallTimeout), options.StallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Range(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        return result.Build();

        void Range<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) { Fail(key, value, $"Use {least} to {most}."); }
        }

        void Fail(string key, object? value, string how) => result.AddError($"{WandbOptions.SectionName}:{key} is '{value}'. {how}");
    }
}
