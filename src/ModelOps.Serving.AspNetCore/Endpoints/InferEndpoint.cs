using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class InferEndpoint(IInferenceClient client, RequestBodies bodies)
{
    private readonly ObjectPool<InferenceExchange> _exchanges = new DefaultObjectPoolProvider().Create<InferenceExchange>();

    public async Task PostAsync(HttpContext context)
    {
        ModelReference model = RouteModel.Read(context);
        RequestHeaders.EnsureReadable(context.Request);
        InferenceExchange exchange = _exchanges.Get();
        try
        {
            exchange.Request.Reset(model);
            await ReadAsync(context, exchange).ConfigureAwait(false);
            await client.InferAsync(exchange.Request, exchange.Response, context.RequestAborted).ConfigureAwait(false);
            await InferenceResponseWriter.WriteAsync(context.Response, exchange, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            bodies.Release(exchange.Body);
            _exchanges.Return(exchange);
        }
    }

    private async ValueTask ReadAsync(HttpContext context, InferenceExchange exchange)
    {
        await bodies.ReadAsync(context, exchange.Body).ConfigureAwait(false);
        ReadOnlyMemory<byte> body = exchange.Body.Written;
        int? jsonLength = RequestHeaders.ReadJsonLength(context.Request, body.Length);
        if (jsonLength == 0)
        {
            ModelMetadata metadata = await client.GetMetadataAsync(exchange.Request.Model, context.RequestAborted).ConfigureAwait(false);
            RawRequestReader.Read(exchange, metadata, body.Span);
            return;
        }

        InferenceRequestReader.Read(exchange, body.Span, jsonLength ?? body.Length);
    }
}
