using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Diagnostics;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Speaks the protocol over HTTP to one server.</summary>
internal sealed class RestTransport(Uri server, HttpMessageInvoker http, OpenInferenceClientOptions options, TimeProvider timeProvider, ILogger logger) : ITransport
{
    private const int CompressFrom = 8 << 10;
    private static readonly Action<HttpRequestMessage, string, string> AddHeader = static (request, name, value) => request.Headers.TryAddWithoutValidation(name, value);

    private readonly string _server = server.Authority;
    private readonly RestAddresses _addresses = new(server);
    private readonly RestExchangePool _exchanges = new();
    private readonly CallHeaders _headers = new(options, timeProvider);
    private volatile object? _isBinary = options.BinaryTensors; // boxed once it is known

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        bool binary = await IsBinaryAsync(cancellationToken).ConfigureAwait(false);
        RestExchange exchange = _exchanges.Rent();
        InferContent? content = null;
        try
        {
            InferRequestJson.Write(exchange, request, binary, _headers.Microseconds(request.Context, deadline));
            content = new InferContent(exchange.Head.Written, binary ? request.Inputs : null, options.Compress ? CompressFrom : int.MaxValue);
            using HttpRequestMessage message = NewMessage(HttpMethod.Post, _addresses.Infer(request.Model));
            message.Content = content;
            _headers.Add(request.Context, deadline, message, AddHeader);
            await _headers.AddAsync(message, AddHeader, cancellationToken).ConfigureAwait(false);
            using HttpResponseMessage answer = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.OK) { throw await RestErrors.ReadAsync(_server, answer, request.Model, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false); }
            response.Reset();
            await RestAnswer.ReadAsync(answer, exchange, response, request.Model.Name, options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw RestErrors.NoAnswer(_server, error);
        }
        catch (Exception error) when (error is JsonException or UnusableAnswerException or InvalidOperationException)
        {
            throw new ServerAnswerException(_server, $"it is not one of the protocol ({error.Message}). Check that the address is that of an inference server.", null, error);
        }
        finally
        {
            if (content is not null) { await content.EndAsync().ConfigureAwait(false); }
            _exchanges.Return(exchange);
        }
    }

    public async ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken)
    {
        using PooledBuffer body = new();
        HttpStatusCode _ = await GetAsync(_addresses.Model(model), model, body, static status => status == HttpStatusCode.OK, cancellationToken).ConfigureAwait(false);
        try
        {
            return MetadataJson.Read(body.Written.Span);
        }
        catch (Exception error) when (error is JsonException or InvalidInferenceRequestException or InvalidOperationException)
        {
            throw new ServerAnswerException(_server, "it is not a model's metadata. Check that the address is that of an inference server.", null, error);
        }
    }

    public async ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken)
    {
        // 400 is how Triton says that a model is not ready.
        HttpStatusCode status = await GetAsync(
            _addresses.Model(model, "/ready"),
            model,
            body: null,
            static status => status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadRequest,
            cancellationToken).ConfigureAwait(false);
        return status == HttpStatusCode.OK;
    }

    public async ValueTask<bool> IsLiveAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = NewMessage(HttpMethod.Get, _addresses.Live);
        await _headers.AddAsync(message, AddHeader, cancellationToken).ConfigureAwait(false);
        using HttpResponseMessage answer = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => _exchanges.Dispose();

    private async ValueTask<bool> IsBinaryAsync(CancellationToken cancellationToken)
    {
        if (_isBinary is bool known) { return known; }
        bool isBinary = false;
        using PooledBuffer body = new();
        try
        {
            await GetAsync(_addresses.Server, null, body, static status => status == HttpStatusCode.OK, cancellationToken).ConfigureAwait(false);
            isBinary = MetadataJson.HasExtension(body.Written.Span, "binary_tensor_data"u8);
        }
        catch (Exception error) when (error is ServerAnswerException { Status: null or < 500 } or ModelNotFoundException or JsonException or InvalidInferenceRequestException or InvalidOperationException)
        {
            // It answers, but not this: then it gets what every server of the protocol takes.
        }

        if (!isBinary) { logger.BinaryTensorsNotTaken(_server); }
        _isBinary = isBinary;
        return isBinary;
    }

    /// <summary>Gets a small answer; a status that is not expected becomes the error it stands for.</summary>
    private async ValueTask<HttpStatusCode> GetAsync(Uri address, ModelReference? model, PooledBuffer? body, Func<HttpStatusCode, bool> isExpected, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = NewMessage(HttpMethod.Get, address);
        try
        {
            await _headers.AddAsync(message, AddHeader, cancellationToken).ConfigureAwait(false);
            using HttpResponseMessage answer = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (!isExpected(answer.StatusCode))
            {
                throw model is not null
                    ? await RestErrors.ReadAsync(_server, answer, model, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false)
                    : new ServerAnswerException(_server, $"it failed with {(int)answer.StatusCode}.", (int)answer.StatusCode);
            }

            if (body is not null) { await RestAnswer.ReadWholeAsync(answer, body, options.MaxResponseBytes, cancellationToken).ConfigureAwait(false); }
            return answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw RestErrors.NoAnswer(_server, error);
        }
        catch (UnusableAnswerException error)
        {
            throw new ServerAnswerException(_server, error.Message, null, error);
        }
    }

    private static HttpRequestMessage NewMessage(HttpMethod method, Uri address) =>
        new(method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher };

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => http.SendAsync(message, cancellationToken);
}
