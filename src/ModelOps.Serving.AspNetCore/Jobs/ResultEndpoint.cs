using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Gives the answer of a job, as the call that waits would have given it.</summary>
internal sealed class ResultEndpoint(
    IInferenceJobQueue queue, IInferenceJobClient jobs, IInferenceClient? models, CallHeaders headers, InferenceResponseWriter answers)
{
    public async Task GetAsync(HttpContext context)
    {
        InferenceJob job = await JobTenant.FindAsync(context, queue, headers).ConfigureAwait(false);
        if (!job.HasEnded)
        {
            await JobAnswer.WriteAsync(context, job, StatusCodes.Status202Accepted).ConfigureAwait(false);
            return;
        }

        if (job.State != InferenceJobState.Succeeded) { throw new JobStateException(job, Why(job)); }
        if (job.Kind != InferenceJob.InferKind)
        {
            await WriteBytesAsync(context, job).ConfigureAwait(false);
            return;
        }

        using InferenceExchange exchange = new();
        await jobs.ReadResponseAsync(job.Id, exchange.Response, context.RequestAborted).ConfigureAwait(false);
        JobForms.Read(job.Properties, exchange);
        if (exchange.HasClasses) { await ClassifyAsync(job, exchange, context.RequestAborted).ConfigureAwait(false); }
        await answers.WriteAsync(context, exchange).ConfigureAwait(false);
    }

    private async Task WriteBytesAsync(HttpContext context, InferenceJob job)
    {
        ReadOnlyMemory<byte> result = await queue.ReadResultAsync(job.Id, context.RequestAborted).ConfigureAwait(false) ?? throw new JobNotFoundException(job.Id);
        context.Response.ContentType = "application/json"; // the form in which all other kinds tell their results
        context.Response.ContentLength = result.Length;
        await context.Response.Body.WriteAsync(result, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The labels are those of the version that answered, while it is there; else the classes have numbers only.</summary>
    private async ValueTask ClassifyAsync(InferenceJob job, InferenceExchange exchange, CancellationToken cancellationToken)
    {
        ModelMetadata? metadata = null;
        try
        {
            if (models is not null) { metadata = await models.GetMetadataAsync(job.Model, cancellationToken).ConfigureAwait(false); }
        }
        catch (ModelOpsException)
        {
        }

        for (int i = 0; i < exchange.Response.Outputs.Count && i < exchange.OutputForms.Count; i++)
        {
            InferenceTensor output = exchange.Response.Outputs[i];
            int classes = exchange.OutputForms[i].Classes;
            if (classes > 0) { Classification.Apply(output, classes, metadata is null ? [] : Classification.ReadLabels(metadata, output.Name), job.Model.Name); }
        }
    }

    private static string Why(InferenceJob job) => job.Error is { } error ? $"it has no answer. {error.Code}: {error.Message.TrimEnd('.')}" : "it has no answer";
}
