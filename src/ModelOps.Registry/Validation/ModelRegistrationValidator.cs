using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class ModelRegistrationValidator : AbstractValidator<ModelRegistration>
{
    public ModelRegistrationValidator()
    {
        RuleFor(static r => r.Model).Must(static n => TextRules.CheckNewName(n) is null).WithMessage(static r => TextRules.CheckNewName(r.Model));
        RuleFor(static r => r.Format).Must(static f => f is { Length: >= 1 and <= RegistryLimits.MaxTokenLength } && f.All(IsFormatCharacter))
            .WithMessage(static r => $"Format '{r.Format}' is not one: use lower-case letters, digits, '.', '_', '+' or '-', such as 'onnx'.");
        RuleFor(static r => r.Version).Must(static v => v is null || (v.Major <= int.MaxValue && v.Minor <= int.MaxValue && v.Patch <= int.MaxValue && v.ToString().Length <= RegistryLimits.MaxTokenLength))
            .WithMessage(static r => $"Version '{r.Version}' is too large: each number may be at most {int.MaxValue}, the whole at most {RegistryLimits.MaxTokenLength} characters.");
        RuleFor(static r => r.IdempotencyKey).Must(static k => k is not "").WithMessage("IdempotencyKey is empty; use null for none.");
        RuleFor(static r => r).Custom(static (r, context) => context.AddAll(CheckFiles(r.Files)));
        RuleFor(static r => r).Custom(static (r, context) => context.AddAll(CheckSignature(r.Signature)));
        RuleFor(static r => r).Custom(static (r, context) => context.AddAll(
        [
            TextRules.CheckKeys(nameof(r.Metrics), r.Metrics),
            TextRules.CheckEntries(nameof(r.Parameters), r.Parameters),
            TextRules.CheckEntries(nameof(r.Tags), r.Tags, RegistryLimits.MaxTagLength),
            r.Description is null ? "Description is null; leave it empty instead." : TextRules.Check(nameof(r.Description), r.Description, RegistryLimits.MaxDescriptionLength),
            TextRules.Check(nameof(r.IdempotencyKey), r.IdempotencyKey, RegistryLimits.MaxTokenLength),
            TextRules.Check(nameof(r.RunId), r.RunId, RegistryLimits.MaxTokenLength),
            TextRules.Check(nameof(r.Source), r.Source, RegistryLimits.MaxSourceLength),
            TextRules.Check(nameof(r.Actor), r.Actor, RegistryLimits.MaxTokenLength),
        ]));
    }

    private static bool IsFormatCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '+' or '-';

    private static IEnumerable<string> CheckFiles(IReadOnlyList<ModelFile>? files) => files switch
    {
        null or { Count: 0 } => ["Files is empty; a version has at least one file."],
        { Count: > RegistryLimits.MaxFiles } => [$"Files has {files.Count} entries; at most {RegistryLimits.MaxFiles} are allowed."],
        _ when files.Any(static f => f is null) => ["Files has an entry that is null."],
        _ => PathRules.Check(files.Select(static f => f.Path)),
    };

    private static IEnumerable<string?> CheckSignature(ModelSignature? signature)
    {
        if (signature is null) { yield break; }
        if (signature.Inputs is null || signature.Outputs is null)
        {
            yield return "Signature has no list of inputs or outputs; leave the signature null or the list empty instead.";
            yield break;
        }

        if (signature.Inputs.Count + signature.Outputs.Count > RegistryLimits.MaxTensors)
        {
            yield return $"Signature has {signature.Inputs.Count + signature.Outputs.Count} tensors; at most {RegistryLimits.MaxTensors} are allowed.";
            yield break;
        }

        foreach ((string side, IReadOnlyList<TensorSpec> specs) in new[] { ("input", signature.Inputs), ("output", signature.Outputs) })
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (TensorSpec spec in specs)
            {
                if (spec?.Name is null || spec.Shape is null) { yield return $"Signature has an {side} without a name or shape."; }
                else if (!names.Add(spec.Name)) { yield return $"Signature has the {side} '{spec.Name}' twice."; }
                else if (spec.Shape.Count > 64 || spec.Shape.Any(static d => d < -1)) { yield return $"Signature's {side} '{spec.Name}' has a shape that is none: use at most 64 dimensions of -1 or more."; }
                else { yield return TextRules.Check($"a name of an {side} of Signature", spec.Name, RegistryLimits.MaxKeyLength); }
            }
        }
    }
}
