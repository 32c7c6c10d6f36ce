using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal static class RuleExtensions
{
    internal static IRuleBuilderOptions<T, TimeSpan> WholeSeconds<T>(this IRuleBuilder<T, TimeSpan> rule, int min, int max) => rule
        .Must(duration => KubernetesSyntax.IsWholeSeconds(duration) && duration.TotalSeconds >= min && duration.TotalSeconds <= max)
        .WithMessage($"use whole seconds from {min} to {max}");

    internal static IRuleBuilderOptions<T, int> Within<T>(this IRuleBuilder<T, int> rule, int min, int max) => rule
        .InclusiveBetween(min, max)
        .WithMessage($"use a number from {min} to {max}");

    internal static IRuleBuilderOptions<T, string> RegistryPath<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(static path => KubernetesSyntax.IsAbsolutePath(path) && path != "/tmp" && !path.StartsWith("/tmp/", StringComparison.Ordinal))
        .WithMessage($"{Messages.Path}; not /tmp, which is the server's own");

    /// <summary>Checks each entry of a dictionary; a fault is reported under the entry's key.</summary>
    internal static IRuleBuilderOptions<T, KeyValuePair<string, TValue>> ForEachEntry<T, TValue>(
        this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, IEnumerable<KeyValuePair<string, TValue>>>> entries, Func<KeyValuePair<string, TValue>, bool> isValid, string mend) =>
        validator.RuleForEach(entries).OverrideIndexer(static (_, _, entry, _) => $"['{entry.Key}']").Must(isValid).WithMessage(mend);
}
