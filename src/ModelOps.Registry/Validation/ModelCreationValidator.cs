using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class ModelCreationValidator : AbstractValidator<ModelCreation>
{
    public ModelCreationValidator()
    {
        RuleFor(static c => c.Name).Must(static n => TextRules.CheckNewName(n) is null).WithMessage(static c => TextRules.CheckNewName(c.Name));
        RuleFor(static c => c).Custom(static (c, context) => context.AddAll(
        [
            c.Description is null ? "Description is null; leave it empty instead." : TextRules.Check(nameof(c.Description), c.Description, RegistryLimits.MaxDescriptionLength),
            TextRules.CheckEntries(nameof(c.Tags), c.Tags, RegistryLimits.MaxTagLength),
            TextRules.Check(nameof(c.Actor), c.Actor, RegistryLimits.MaxTokenLength),
        ]));
    }
}
