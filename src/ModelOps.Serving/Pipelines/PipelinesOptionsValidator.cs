using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Pipelines;

/// <summary>Checks pipelines of code and of configuration alike, and that no two things have one name.</summary>
internal sealed class PipelinesOptionsValidator(IEnumerable<PipelineDefinition> defined, IOptions<ServingOptions> serving) : IValidateOptions<PipelinesOptions>
{
    public ValidateOptionsResult Validate(string? name, PipelinesOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        HashSet<string> names = [.. ModelNames()];
        IEnumerable<(PipelineDefinition Pipeline, string Key)> all = defined.Select(static d => (d, $"Pipeline '{d.Name}'"))
            .Concat(options.Pipelines.Select(static (p, i) => (p.ToDefinition(), $"{PipelinesOptions.SectionName}:{nameof(options.Pipelines)}:{i}")));
        string[] pipelines = [.. all.Select(static p => p.Pipeline.Name)];
        foreach ((PipelineDefinition pipeline, string key) in all)
        {
            foreach (string error in PipelineRules.Check(pipeline, key)) { result.AddError(error); }
            if (!names.Add(pipeline.Name)) { result.AddError($"{key} is named '{pipeline.Name}', as another pipeline or a model is. Give each a name of its own."); }
            foreach (PipelineStep step in pipeline.Steps.Where(s => ModelReference.TryParse(s.Model, out ModelReference? model) && pipelines.Contains(model.Name)))
            {
                result.AddError($"{key}:Steps:{step.Name}:Model is '{step.Model}', which is a pipeline. Name a model; put the steps of the other pipeline in this one.");
            }
        }

        return result.Build();
    }

    // Wrong settings of the models are told by their own validator.
    private IEnumerable<string> ModelNames()
    {
        try
        {
            return serving.Value.Models.Select(static m => m.Name);
        }
        catch (OptionsValidationException)
        {
            return [];
        }
    }
}
