using System.Security.Cryptography;

namespace ModelOps;

/// <summary>What every queue checks before it takes a job, so that all refuse the same.</summary>
public static class JobSubmissionRules
{
    private const int MaxKey = 256;
    private const int MaxTenant = 256;
    private const int MaxUrl = 2048;
    private const int MaxProperties = 4096;
    private const int MaxAttempts = 100;

    /// <summary>Checks a submission.</summary>
    /// <param name="submission">The submission.</param>
    /// <exception cref="JobRefusedException">It breaks a rule; the message says which and what mends it.</exception>
    public static void Check(InferenceJobSubmission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (submission.IdempotencyKey is { } key && (key.Length is 0 or > MaxKey || key.Any(char.IsControl)))
        {
            throw new JobRefusedException($"the idempotency key must have 1 to {MaxKey} characters, none of them a control character.");
        }

        if (submission.Tenant is { } tenant && (tenant.Length is 0 or > MaxTenant || tenant.Any(char.IsControl)))
        {
            throw new JobRefusedException($"the tenant must have 1 to {MaxTenant} characters, none of them a control character.");
        }

        if (submission.MaxAttempts is < 1 or > MaxAttempts) { throw new JobRefusedException($"{submission.MaxAttempts} attempts are asked for. Ask for 1 to {MaxAttempts}."); }
        if (submission.Retention <= TimeSpan.Zero || submission.DeadLetterRetention <= TimeSpan.Zero) { throw new JobRefusedException("it would expire at once. Keep it for some time."); }
        if (submission.Properties.Sum(static p => p.Key.Length + p.Value.Length) > MaxProperties) { throw new JobRefusedException($"its properties are longer than {MaxProperties} characters. Shorten them."); }
        if (submission.Webhook is { } url) { CheckUrl(url); }
    }

    /// <summary>Checks a query.</summary>
    /// <param name="query">The query.</param>
    /// <exception cref="ArgumentException">The limit is out of range.</exception>
    public static void Check(InferenceJobQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > InferenceJobQuery.MaxLimit)
        {
            throw new ArgumentException($"A page of {query.Limit} jobs is asked for. Ask for 1 to {InferenceJobQuery.MaxLimit}.", nameof(query));
        }
    }

    /// <summary>Tells one piece of work from another, for submissions with the same idempotency key.</summary>
    /// <param name="submission">The submission.</param>
    /// <returns>SHA-256 of kind, model and payload, in hexadecimal.</returns>
    public static string Fingerprint(InferenceJobSubmission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendText(submission.Kind);
        hash.AppendText(submission.Model.ToString());
        hash.AppendData(submission.Payload.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void CheckUrl(Uri url)
    {
        bool isHttp = url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
        if (!isHttp || url.UserInfo.Length > 0 || url.AbsoluteUri.Length > MaxUrl)
        {
            throw new JobRefusedException($"its webhook must be an absolute http or https URL of at most {MaxUrl} characters, without a user name.");
        }
    }
}
