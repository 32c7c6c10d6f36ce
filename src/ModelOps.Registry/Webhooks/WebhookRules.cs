namespace ModelOps.Registry.Webhooks;

/// <summary>What a webhook may be.</summary>
internal static class WebhookRules
{
    private const int MaxName = 256;
    private const int MaxText = 1000;
    private const int MaxUrl = 2048;

    /// <exception cref="ArgumentException">It is not valid; the message lists all that is wrong.</exception>
    public static void EnsureValid(RegistryWebhook webhook, string? secret, RegistryWebhookOptions options, string parameter)
    {
        List<string> errors = [];
        if (webhook.Name.Length is 0 or > MaxName) { errors.Add($"The name has {webhook.Name.Length} characters. Give 1 to {MaxName}."); }
        if (webhook.Description.Length > MaxText) { errors.Add($"The description has {webhook.Description.Length} characters. Give at most {MaxText}."); }
        if (secret?.Length > MaxText) { errors.Add($"The secret has {secret.Length} characters. Give at most {MaxText}."); }
        CheckUrl(webhook.Url, options, errors);
        if (webhook.Topics.Count == 0 || webhook.Topics.Distinct().Count() != webhook.Topics.Count)
        {
            errors.Add("The topics are none, or one is there twice. Give at least one, each once.");
        }

        errors.AddRange(webhook.Topics.Where(static topic => !WebhookTopic.All.Contains(topic))
            .Select(static topic => $"There is no topic '{topic}'. Give some of {string.Join(", ", WebhookTopic.All)}."));
        if (errors.Count > 0) { throw new ArgumentException(string.Join(' ', errors), parameter); }
    }

    private static void CheckUrl(Uri url, RegistryWebhookOptions options, List<string> errors)
    {
        bool isCallable = url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (options.AllowHttp && url.Scheme == Uri.UriSchemeHttp));
        if (!isCallable || url.OriginalString.Length > MaxUrl || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add($"The URL is not one that may be called. Give an absolute https URL of at most {MaxUrl} characters, without user information and fragment"
                + $"{(options.AllowHttp ? string.Empty : $" (http is allowed by {RegistryWebhookOptions.SectionName}:{nameof(RegistryWebhookOptions.AllowHttp)})")}.");
        }
    }
}
