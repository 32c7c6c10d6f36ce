using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using ModelOps.Serving.AspNetCore.Tracing;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class InferEndpoint(
    IInferenceClient client, RequestBodies bodies, CallHeaders headers, InferenceResponseWriter answers, InferenceTracing tracing, TimeProvider timeProvider)
{
    private readonly ObjectPool<InferenceExchange> _exchanges = new DefaultObjectPoolProvider().Create<InferenceExchange>();
    private readonly RouteReferences _references = new();

    public async Task PostAsync(HttpContext context)
    {
        ModelReference model = _references.Find(context, out bool isKnown);
        RequestHeaders.EnsureReadable(context.Request);
        InferenceExchange exchange = _exchanges.Get();
        InferenceTrace? trace = tracing.IsOn ? tracing.TryBegin(model.Name) : null;
        try
        {
            exchange.Request.Reset(model);
            headers.Read(context, exchange.Request.Context);
            await bodies.ReadAsync(context, exchange.Body).ConfigureAwait(false);
            int? jsonLength = RequestHeaders.ReadJsonLength(context.Request, exchange.Body.Written.Length);
            if (jsonLength == 0) { await ReadRawAsync(context, exchange).ConfigureAwait(false); }
            else { InferenceRequestReader.Read(exchange, exchange.Body.Written.Span, jsonLength ?? exchange.Body.Written.Length, timeProvider); }

            trace?.BodyRead();
            await client.InferAsync(exchange.Request, exchange.Response, context.RequestAborted).ConfigureAwait(false);
            trace?.Inferred();
            if (!isKnown) { _references.Keep(context, model); }
            if (exchange.HasClasses) { await ClassifyAsync(context, exchange).ConfigureAwait(false); }
            await answers.WriteAsync(context, exchange).ConfigureAwait(false);
            trace?.Written(exchange.Response);
        }
        finally
        {
            bodies.Release(exchange.Body);
            _exchanges.Return(exchange);
        }
    }

    private async ValueTask ReadRawAsync(HttpContext context, InferenceExchange exchange)
    {
        ModelMetadata metadata = await client.GetMetadataAsync(exchange.Request.Model, context.RequestAborted).ConfigureAwait(false);
        RawRequestReader.Read(exchange, metadata, exchange.Body.Written.Span);
    }

    private async ValueTask ClassifyAsync(HttpContext context, InferenceExchange exchange)
    {
        ModelMetadata metadata = await client.GetMetadataAsync(exchange.Request.Model, context.RequestAborted).ConfigureAwait(false);
        for (int i = 0; i < exchange.Response.Outputs.Count && i < exchange.OutputForms.Count; i++)
        {
            InferenceTensor output = exchange.Response.Outputs[i];
            int classes = exchange.OutputForms[i].Classes;
            if (classes > 0) { Classification.Apply(output, classes, Classification.ReadLabels(metadata, output.Name), metadata.Name); }
        }
    }
}
