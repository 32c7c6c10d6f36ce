namespace ModelOps.Serving.Pipelines;

/// <summary>A step of a pipeline failed. Kind, code and waiting time are those of the cause.</summary>
public sealed class PipelineStepException : ModelOpsException
{
    /// <summary>Code of a step that failed in a way of its own.</summary>
    public const string StepFailed = "PIPELINE_STEP_FAILED";

    /// <summary>Makes the error.</summary>
    /// <param name="pipeline">Pipeline.</param>
    /// <param name="step">Step that failed.</param>
    /// <param name="innerException">The cause.</param>
    public PipelineStepException(string pipeline, string step, Exception innerException)
        : base(
            innerException is ModelOpsException known ? known.Kind : ModelOpsErrorKind.Internal,
            innerException is ModelOpsException coded ? coded.Code : StepFailed,
            $"Step '{step}' of pipeline '{pipeline}' failed: {(innerException is ModelOpsException said ? said.Message : "see the inner exception.")}",
            innerException)
    {
        Pipeline = pipeline;
        Step = step;
        RetryAfter = (innerException as ModelOpsException)?.RetryAfter;
    }

    /// <summary>Pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Step that failed.</summary>
    public string Step { get; }
}
