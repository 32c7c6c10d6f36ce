namespace ModelOps.Serving.Pipelines;

/// <summary>What a pipeline must fulfil whatever its models are.</summary>
internal static class PipelineRules
{
    private const int MaxSteps = 100;

    /// <summary>All that is wrong; each text begins with where.</summary>
    public static IEnumerable<string> Check(PipelineDefinition pipeline, string key)
    {
        if (!ModelReference.IsName(pipeline.Name))
        {
            yield return $"{key}:Name is '{pipeline.Name}'. Give what can name a model: {ModelReference.NameRule}.";
        }

        if (!ModelReference.TryParse($"m:{pipeline.Version}", out _)) { yield return $"{key}:Version is '{pipeline.Version}'. Give a semantic version such as '1.0.0'."; }
        if (pipeline.Steps.Count is 0 or > MaxSteps) { yield return $"{key}:Steps has {pipeline.Steps.Count} entries. Give 1 to {MaxSteps}."; }
        if (pipeline.Inputs.Count == 0) { yield return $"{key}:Inputs is empty. Name the pipeline's inputs."; }
        if (pipeline.Outputs.Count == 0) { yield return $"{key}:Outputs is empty. Name the pipeline's outputs."; }
        foreach (string error in CheckNames(pipeline, key).Concat(CheckSteps(pipeline, key))) { yield return error; }
        if (FindCycle(pipeline) is { } cycle)
        {
            yield return $"{key}:Steps go in a circle: {cycle} wait for each other. Let one of them read something else.";
        }
    }

    private static IEnumerable<string> CheckNames(PipelineDefinition pipeline, string key)
    {
        HashSet<string> steps = [];
        foreach (PipelineStep step in pipeline.Steps.Where(step => string.IsNullOrWhiteSpace(step.Name) || !steps.Add(step.Name)))
        {
            yield return $"{key}:Steps has a step named '{step.Name}'{(steps.Contains(step.Name) ? " again" : string.Empty)}. Give each step a name of its own.";
        }

        HashSet<string> values = [];
        foreach (string value in pipeline.Inputs.Select(static i => i.Value).Concat(pipeline.Steps.SelectMany(static s => s.Writes).Select(static w => w.Value))
            .Where(value => !values.Add(value)))
        {
            yield return $"{key} writes the tensor '{value}' more than once. Give each its own name.";
        }

        foreach (PipelineOutput output in pipeline.Outputs)
        {
            foreach (string value in output.Values.Where(value => !values.Contains(value)))
            {
                yield return $"{key}:Outputs:{output.Name} is '{value}', which nothing writes (there are: {string.Join(", ", values)}). Name one of them.";
            }
        }

        foreach (IGrouping<string, PipelineOutput> output in pipeline.Outputs.GroupBy(static o => o.Name).Where(static g => g.Count() > 1))
        {
            yield return $"{key}:Outputs names '{output.Key}' more than once. Name each output once.";
        }

        foreach (PipelineStep step in pipeline.Steps)
        {
            foreach (string value in step.Reads.Select(static r => r.Value).Where(value => !values.Contains(value)))
            {
                yield return $"{key}:Steps:{step.Name} reads '{value}', which is neither an input nor written by a step (there are: {string.Join(", ", values)}). Name one of them.";
            }
        }
    }

    private static IEnumerable<string> CheckSteps(PipelineDefinition pipeline, string key)
    {
        foreach (PipelineStep step in pipeline.Steps)
        {
            if (step.Model is { } model && !ModelReference.TryParse(model, out _))
            {
                yield return $"{key}:Steps:{step.Name}:Model is '{model}'. Give a model such as 'encoder' or 'encoder@champion'.";
            }

            if (step.Reads.Count == 0) { yield return $"{key}:Steps:{step.Name} reads nothing. Name what it reads, so that its turn is known."; }
            if (step.Writes.Count == 0) { yield return $"{key}:Steps:{step.Name} writes nothing. Name what it writes."; }
            foreach (IGrouping<string, PipelinePort> input in step.Reads.GroupBy(static r => r.Name).Where(static g => g.Count() > 1))
            {
                yield return $"{key}:Steps:{step.Name} feeds '{input.Key}' more than once. Feed each input once.";
            }
        }

        foreach (PipelinePort input in pipeline.Inputs.Where(input => input.Spec is null && !pipeline.Steps.Any(s => s.Model is not null && s.Reads.Any(r => r.Value == input.Value))))
        {
            yield return $"{key}:Inputs has '{input.Value}', which no model reads, so its type is unknown. Say it where the input is added, or leave the input out.";
        }
    }

    // Kahn: what is left once every step that waits for nothing has been taken out.
    private static string? FindCycle(PipelineDefinition pipeline)
    {
        List<PipelineStep> left = [.. pipeline.Steps];
        while (left.RemoveAll(step => !step.Reads.Any(read => left.Any(other => other.Writes.Any(write => write.Value == read.Value)))) > 0) { }
        return left.Count == 0 ? null : string.Join(", ", left.Select(static s => $"'{s.Name}'"));
    }
}
