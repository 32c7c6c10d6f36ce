using Grpc.Core;
using Microsoft.Extensions.ObjectPool;
using ModelOps.OpenInference.Protos;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Repository;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Answers inference over gRPC, one message or a stream of them.</summary>
internal sealed partial class GrpcInferenceService(
    IInferenceClient client, IModelHost host, ModelRepository repository, GrpcServing serving, GrpcErrorBoundary errors, TimeProvider timeProvider)
{
    private readonly ObjectPool<GrpcExchange> _exchanges = new DefaultObjectPoolProvider().Create<GrpcExchange>();
    private readonly CallContext _context = new(new CallHeaders(serving.Options, timeProvider), timeProvider);

    public async Task<ModelInferResponse> ModelInferAsync(ModelInferRequest request, ServerCallContext context)
    {
        GrpcExchange exchange = _exchanges.Get();

        // The answer's bytes are the tensors' own memory, which must live until the server has written them.
        context.GetHttpContext().Response.OnCompleted(static state =>
        {
            (ObjectPool<GrpcExchange> pool, GrpcExchange used) = ((ObjectPool<GrpcExchange>, GrpcExchange))state;
            pool.Return(used);
            return Task.CompletedTask;
        }, (_exchanges, exchange));
        try
        {
            return await InferAsync(exchange, request, context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw errors.Translate(exception, context.CancellationToken);
        }
    }

    /// <summary>Answers each message of a stream in turn. A failure is told in the stream, which goes on, as Triton does.</summary>
    public async Task ModelStreamInferAsync(
        IAsyncStreamReader<ModelInferRequest> requests, IServerStreamWriter<ModelStreamInferResponse> responses, ServerCallContext context)
    {
        GrpcExchange exchange = _exchanges.Get();
        try
        {
            while (await requests.MoveNext(context.CancellationToken).ConfigureAwait(false))
            {
                ModelStreamInferResponse answer = await AnswerAsync(exchange, requests.Current, context).ConfigureAwait(false);
                await responses.WriteAsync(answer, context.CancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            throw errors.Translate(exception, context.CancellationToken);
        }
        finally
        {
            _exchanges.Return(exchange);
        }
    }

    private async ValueTask<ModelStreamInferResponse> AnswerAsync(GrpcExchange exchange, ModelInferRequest request, ServerCallContext context)
    {
        try
        {
            return new ModelStreamInferResponse { InferResponse = await InferAsync(exchange, request, context).ConfigureAwait(false) };
        }
        catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            RpcException error = errors.Translate(exception, context.CancellationToken);
            return new ModelStreamInferResponse
            {
                ErrorMessage = error.Status.Detail,
                InferResponse = new ModelInferResponse { ModelName = request.ModelName, Id = request.Id }, // tells which request it was
            };
        }
    }

    private async ValueTask<ModelInferResponse> InferAsync(GrpcExchange exchange, ModelInferRequest message, ServerCallContext context)
    {
        InferMessageReader.Read(exchange, message);
        _context.Read(exchange.Request, message, context);
        await client.InferAsync(exchange.Request, exchange.Response, context.CancellationToken).ConfigureAwait(false);
        await ClassifyAsync(exchange, context.CancellationToken).ConfigureAwait(false);
        return InferMessageWriter.Write(exchange.Response, serving.Options.AlwaysRawOverGrpc || message.RawInputContents.Count > 0);
    }

    /// <summary>Puts the best classes in the place of the scores where the request asks for them.</summary>
    private async ValueTask ClassifyAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        ModelMetadata? metadata = null;
        for (int i = 0; i < exchange.Classes.Count; i++)
        {
            if (exchange.Classes[i] == 0) { continue; }
            metadata ??= await client.GetMetadataAsync(exchange.Request.Model, cancellationToken).ConfigureAwait(false);
            InferenceTensor scores = exchange.Response.Outputs[i];
            Classification.Apply(scores, exchange.Classes[i], Classification.ReadLabels(metadata, scores.Name), exchange.Response.ModelName);
        }
    }
}
