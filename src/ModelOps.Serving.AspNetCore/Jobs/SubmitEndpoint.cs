using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Takes the body of an inference as a job.</summary>
internal sealed class SubmitEndpoint(
    IInferenceJobClient jobs, IInferenceClient? models, RequestBodies bodies, CallHeaders headers, TimeProvider time, string prefix)
{
    public const string WebhookHeader = "ModelOps-Webhook";

    public async Task PostAsync(HttpContext context)
    {
        ModelReference model = RouteReferences.Read(context);
        RequestHeaders.EnsureReadable(context.Request);
        using InferenceExchange exchange = new();
        exchange.Request.Reset(model);
        headers.Read(context, exchange.Request.Context);
        try
        {
            await bodies.ReadAsync(context, exchange.Body).ConfigureAwait(false);
            await ReadAsync(context, exchange).ConfigureAwait(false);
        }
        finally
        {
            bodies.Release(exchange.Body);
        }

        InferenceJobOptions options = new() { Webhook = ReadWebhook(context.Request), Properties = JobForms.Write(exchange) };
        InferenceJob job = await jobs.SubmitAsync(exchange.Request, options, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Location = $"{context.Request.PathBase}{prefix.TrimEnd('/')}/v2/jobs/{job.Id}";
        await JobAnswer.WriteAsync(context, job, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    /// <summary>What does not fit the model is refused here, where its caller still listens.</summary>
    private async ValueTask ReadAsync(HttpContext context, InferenceExchange exchange)
    {
        int length = exchange.Body.Written.Length;
        int? jsonLength = RequestHeaders.ReadJsonLength(context.Request, length);
        ModelMetadata? metadata = await FindMetadataAsync(exchange.Request.Model, isNeeded: jsonLength == 0, context.RequestAborted).ConfigureAwait(false);
        if (jsonLength == 0) { RawRequestReader.Read(exchange, metadata!, exchange.Body.Written.Span); }
        else { InferenceRequestReader.Read(exchange, exchange.Body.Written.Span, jsonLength ?? length, time); }
        metadata?.Signature.EnsureAccepts(exchange.Request);
    }

    /// <summary>Null when this host does not serve models, or this one is still loading: the workers will know.</summary>
    private async ValueTask<ModelMetadata?> FindMetadataAsync(ModelReference model, bool isNeeded, CancellationToken cancellationToken)
    {
        if (models is null)
        {
            return isNeeded ? throw new InvalidInferenceRequestException("This host does not serve models, so it cannot read a raw request. Send JSON, or JSON and binary tensors.") : null;
        }

        try
        {
            return await models.GetMetadataAsync(model, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelNotReadyException) when (!isNeeded)
        {
            return null;
        }
    }

    private static Uri? ReadWebhook(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(WebhookHeader, out StringValues values)) { return null; }
        return values.Count == 1 && Uri.TryCreate(values[0], UriKind.Absolute, out Uri? url)
            ? url
            : throw new JobRefusedException($"the header {WebhookHeader} must be there once, with an absolute URL.");
    }
}
