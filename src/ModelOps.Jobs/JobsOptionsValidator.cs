using Microsoft.Extensions.Options;
using ModelOps.Outbound;

namespace ModelOps.Jobs;

internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        Number(nameof(options.Concurrency), options.Concurrency, 0, 1024);
        Number(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100);
        Duration(nameof(options.Lease), options.Lease, Second, Hour);
        Duration(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), Minute);
        Duration(nameof(options.AttemptTimeout), options.AttemptTimeout, Second, TimeSpan.FromDays(7));
        Duration(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, Hour);
        Duration(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.RetryDelay, TimeSpan.FromDays(1));
        Duration(nameof(options.Retention), options.Retention, Second, TimeSpan.FromDays(365));
        Duration(nameof(options.DeadLetterRetention), options.DeadLetterRetention, Second, TimeSpan.FromDays(365));
        Duration(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, Hour);
        Duration(nameof(options.MaintenanceInterval), options.MaintenanceInterval, TimeSpan.FromMilliseconds(100), Hour);
        const string hooks = nameof(options.Webhooks);
        Number($"{hooks}:{nameof(WebhookOptions.MaxAttempts)}", options.Webhooks.MaxAttempts, 1, 20);
        Duration($"{hooks}:{nameof(WebhookOptions.Timeout)}", options.Webhooks.Timeout, TimeSpan.FromMilliseconds(100), Minute);
        Duration($"{hooks}:{nameof(WebhookOptions.RetryDelay)}", options.Webhooks.RetryDelay, TimeSpan.FromMilliseconds(1), Minute);
        for (int i = 0; i < options.Webhooks.Secrets.Count; i++)
        {
            if (WebhookSignature.TryReadSecret(options.Webhooks.Secrets[i]) is null)
            {
                result.AddError($"{JobsOptions.SectionName}:{hooks}:{nameof(WebhookOptions.Secrets)}:{i} is not a secret. Write 'whsec_' and 24 to 64 random bytes in Base64.");
            }
        }

        return result.Build();

        void Number(string key, int value, int least, int most)
        {
            if (value < least || value > most) { result.AddError($"{JobsOptions.SectionName}:{key} is {value}. Use {least} to {most}."); }
        }

        void Duration(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { result.AddError($"{JobsOptions.SectionName}:{key} is '{value}'. Use {least} to {most}."); }
        }
    }
}
