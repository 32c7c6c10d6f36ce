using ModelOps.Serving.Pipelines;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pipelines of several models to serving.</summary>
public static class PipelineModelOpsBuilderExtensions
{
    /// <summary>Adds a pipeline: a graph of models and code that is called by its name like one model. Needs <c>AddServing()</c>.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="name">Name it is called by.</param>
    /// <param name="configure">Defines it.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <exception cref="ArgumentException">The graph is not valid; the message lists all that is wrong.</exception>
    public static IModelOpsBuilder AddPipeline(this IModelOpsBuilder builder, string name, Action<PipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        PipelineBuilder pipeline = new(name);
        configure(pipeline);
        PipelineDefinition definition = pipeline.Build();
        string[] errors = [.. PipelineRules.Check(definition, $"Pipeline '{name}'")];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(configure)); }
        builder.Services.AddSingleton(definition);
        return builder;
    }
}
