using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Training;

/// <summary>What every launcher asks of specifications and keys, and the names it makes of keys.</summary>
internal static class TrainingRules
{
    public const int MaxParameters = 256;
    public const int MaxKeyLength = 512;

    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public static void Check(TrainingJobSpec spec, string idempotencyKey)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(idempotencyKey);
        string[] errors =
        [
            .. new[]
            {
                string.IsNullOrWhiteSpace(spec.Job) ? "Job is empty; name what to run." : TextRules.Check(nameof(spec.Job), spec.Job, RegistryLimits.MaxTokenLength),
                spec.Model is { } model && !ModelReference.IsName(model) ? TextRules.NotAName(model) : null,
                TextRules.Check(nameof(spec.Reason), spec.Reason, RegistryLimits.MaxReasonLength),
                spec.Parameters is { Count: > MaxParameters } ? $"There are {spec.Parameters.Count} parameters; at most {MaxParameters} are allowed." : TextRules.CheckEntries(nameof(spec.Parameters), spec.Parameters),
                spec.TimeLimit is { } limit && (limit < TimeSpan.FromSeconds(1) || limit > TimeSpan.FromDays(30)) ? $"TimeLimit is {limit}; use 1 s to 30 days." : null,
                idempotencyKey.Length == 0 ? "The idempotency key is empty; name the wish, such as a model and a drift window." : TextRules.Check("the idempotency key", idempotencyKey, MaxKeyLength),
            }.OfType<string>(),
        ];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(spec)); }
    }

    /// <summary>A name made of a key that every scheduler takes: lower case, a digit or letter at both ends, 41 characters, the same wherever it is made.</summary>
    public static string NameOf(string idempotencyKey) =>
        "modelops-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)).AsSpan(0, 16));
}
