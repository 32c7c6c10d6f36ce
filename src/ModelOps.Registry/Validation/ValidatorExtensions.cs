using FluentValidation;
using FluentValidation.Results;

namespace ModelOps.Registry.Validation;

internal static class ValidatorExtensions
{
    /// <exception cref="ArgumentException">The value breaks rules; the message lists all of them.</exception>
    public static void EnsureValid<T>(this IValidator<T> validator, T value, string parameter)
    {
        ValidationResult result = validator.Validate(value);
        if (!result.IsValid)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, result.Errors.Select(static e => e.ErrorMessage)), parameter);
        }
    }

    /// <summary>Adds those findings that are some.</summary>
    public static void AddAll<T>(this ValidationContext<T> context, IEnumerable<string?> errors)
    {
        foreach (string? error in errors)
        {
            if (error is not null) { context.AddFailure(error); }
        }
    }
}
