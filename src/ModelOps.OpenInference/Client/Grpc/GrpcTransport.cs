using Grpc.Core;
using Grpc.Net.Client;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.OpenInference.Client.Grpc;

/// <summary>Speaks the protocol over gRPC to one server.</summary>
internal sealed class GrpcTransport : ITransport
{
    private static readonly Action<Metadata, string, string> AddHeader = static (metadata, name, value) => metadata.Add(name.ToLowerInvariant(), value);

    private readonly string _server;
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _calls;
    private readonly CallHeaders _headers;

    public GrpcTransport(Uri server, HttpMessageHandler handler, OpenInferenceClientOptions options, TimeProvider timeProvider)
    {
        _server = server.Authority;
        _headers = new CallHeaders(options, timeProvider);
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = false,
            MaxReceiveMessageSize = options.MaxResponseBytes,
            MaxSendMessageSize = null,
            MaxRetryAttempts = 1, // tries are the client's business, which knows what is safe
        });
        _calls = _channel.CreateCallInvoker();
    }

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        Metadata headers = [];
        _headers.Add(request.Context, deadline, headers, AddHeader);
        OutgoingInfer outgoing = new(InferMessage.Write(request, _headers.Microseconds(request.Context, deadline)));
        try
        {
            ModelInferResponse message = await CallAsync(ClientMethods.ModelInfer, outgoing, request.Model, headers, deadline, cancellationToken).ConfigureAwait(false);
            response.Reset();
            if (InferMessage.TryRead(message, response, request.Model.Name) is { } wrong) { throw new ServerAnswerException(_server, wrong + ". The server is at fault."); }
        }
        catch (ArgumentException tooLarge) when (tooLarge is not ArgumentNullException)
        {
            throw new ServerAnswerException(_server, tooLarge.Message, null, tooLarge);
        }
        finally
        {
            outgoing.End();
        }
    }

    public async ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken)
    {
        (string name, string version) = WireName.Of(model);
        ModelMetadataRequest request = new() { Name = name, Version = version };
        ModelMetadataResponse message = await CallAsync(GrpcMethods.ModelMetadata, request, model, [], null, cancellationToken).ConfigureAwait(false);
        return new ModelMetadata
        {
            Name = message.Name,
            Versions = [.. message.Versions],
            Platform = message.Platform,
            Signature = new ModelSignature([.. message.Inputs.Select(Read)], [.. message.Outputs.Select(Read)]),
            Properties = new Dictionary<string, string>(message.Properties, StringComparer.Ordinal),
        };
    }

    public async ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken)
    {
        try
        {
            (string name, string version) = WireName.Of(model);
            ModelReadyRequest request = new() { Name = name, Version = version };
            return (await CallAsync(GrpcMethods.ModelReady, request, model, [], null, cancellationToken).ConfigureAwait(false)).Ready;
        }
        catch (ModelNotReadyException)
        {
            return false;
        }
    }

    public async ValueTask<bool> IsLiveAsync(CancellationToken cancellationToken)
    {
        Metadata headers = [];
        await _headers.AddAsync(headers, AddHeader, cancellationToken).ConfigureAwait(false);
        return (await _calls.AsyncUnaryCall(GrpcMethods.ServerLive, null, new CallOptions(headers, cancellationToken: cancellationToken), new ServerLiveRequest()).ConfigureAwait(false)).Live;
    }

    public void Dispose() => _channel.Dispose();

    private TensorSpec Read(ModelMetadataResponse.Types.TensorMetadata tensor) => TensorDataTypes.TryParse(tensor.Datatype, out TensorDataType dataType)
        ? new TensorSpec(tensor.Name, dataType, [.. tensor.Shape])
        : throw new ServerAnswerException(_server, $"tensor '{tensor.Name}' has a datatype that is not one of the protocol's.");

    private async ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, ModelReference model, Metadata headers, DateTimeOffset? deadline, CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        await _headers.AddAsync(headers, AddHeader, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _calls.AsyncUnaryCall(method, null, new CallOptions(headers, deadline?.UtcDateTime, cancellationToken), request).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw GrpcErrors.Read(_server, error, model);
        }
    }
}
