using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Webhooks;

/// <summary>Checks <see cref="RegistryWebhookOptions"/>.</summary>
internal sealed class RegistryWebhookOptionsValidator : IValidateOptions<RegistryWebhookOptions>
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, RegistryWebhookOptions options)
    {
        List<string> errors = [];
        CheckTime(errors, nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), s_minute);
        CheckTime(errors, nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), s_minute);
        CheckTime(errors, nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        if (options.MaxAttempts is < 1 or > 20) { errors.Add($"{Key(nameof(options.MaxAttempts))} is {options.MaxAttempts}. Give a number from 1 to 20."); }
        if (options.SecretKey is not null && !SecretBox.IsKey(options.SecretKey)) { errors.Add($"{Key(nameof(options.SecretKey))} is not 32 bytes in Base64. Make one with 'openssl rand -base64 32'."); }
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTime(List<string> errors, string key, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) { errors.Add($"{Key(key)} is {value}. Give a time from {least} to {most}."); }
    }

    private static string Key(string key) => $"{RegistryWebhookOptions.SectionName}:{key}";
}
