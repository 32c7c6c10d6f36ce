using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Reads an inference request from its message straight into the tensors of an exchange.</summary>
/// <remarks>Source: Open Inference Protocol, gRPC, "Inference".</remarks>
internal static class InferMessageReader
{
    /// <summary>Most inputs, and most requested outputs, of one request.</summary>
    private const int MaxTensors = 4096;

    /// <summary>Fills the request of <paramref name="exchange"/>.</summary>
    /// <exception cref="InvalidInferenceRequestException">The message does not hang together.</exception>
    /// <exception cref="InvalidModelReferenceException">The model's name or version is not one.</exception>
    public static void Read(GrpcExchange exchange, ModelInferRequest message)
    {
        InferenceRequest request = exchange.Request;
        exchange.Classes.Clear();
        request.Reset(RouteReferences.Parse(message.ModelName, message.ModelVersion));
        request.Id = message.Id.Length == 0 ? null : message.Id;
        string model = request.Model.Name;
        if (message.Inputs.Count > MaxTensors || message.Outputs.Count > MaxTensors)
        {
            throw new InvalidInferenceRequestException($"A request takes at most {MaxTensors} inputs and as many outputs. Send fewer.") { Model = model };
        }

        EnsureOneForm(model, message);
        bool raw = message.RawInputContents.Count > 0;
        for (int i = 0; i < message.Inputs.Count; i++)
        {
            ModelInferRequest.Types.InferInputTensor input = message.Inputs[i];
            Refuse(model, input.Name, input.Parameters, "shared_memory_region", "its elements in the message, shared memory is not served");
            ReadInput(exchange, input, raw ? message.RawInputContents[i] : null);
        }

        foreach (ModelInferRequest.Types.InferRequestedOutputTensor output in message.Outputs)
        {
            Refuse(model, output.Name, output.Parameters, "shared_memory_region", "the output in the message, shared memory is not served");
            request.RequestedOutputs.Add(output.Name);
            exchange.Classes.Add(ReadClasses(output.Parameters));
        }
    }

    private static void EnsureOneForm(string model, ModelInferRequest message)
    {
        int raw = message.RawInputContents.Count;
        if (raw == 0) { return; }
        if (raw != message.Inputs.Count)
        {
            throw new InvalidInferenceRequestException(
                string.Create(CultureInfo.InvariantCulture, $"raw_input_contents has {raw} entries for {message.Inputs.Count} inputs. Send one for each input, in the inputs' order."))
            {
                Model = model,
            };
        }

        foreach (ModelInferRequest.Types.InferInputTensor input in message.Inputs)
        {
            if (input.Contents is not null) { throw InvalidInferenceRequestException.ForInput(model, input.Name, "raw or typed contents for the whole message", "both"); }
        }
    }

    private static void ReadInput(GrpcExchange exchange, ModelInferRequest.Types.InferInputTensor input, ByteString? raw)
    {
        string model = exchange.Request.Model.Name;
        if (!TensorDataTypes.TryParse(input.Datatype, out TensorDataType dataType))
        {
            throw InvalidInferenceRequestException.ForInput(model, input.Name, "a datatype of the protocol in upper case, e.g. FP32", "another one or none");
        }

        ReadOnlySpan<long> shape = ReadShape(exchange, input);
        if (raw is not null)
        {
            WireShape.EnsureHolds(model, input.Name, dataType, shape, raw.Length);
            if (exchange.Request.Inputs.Add(input.Name, dataType, shape).TrySetBytes(raw.Span) is { } wrong)
            {
                throw InvalidInferenceRequestException.ForInput(model, input.Name, "its elements in raw form", wrong);
            }

            return;
        }

        InferTensorContents contents = input.Contents ?? new InferTensorContents();
        if (TensorContents.CanHold(dataType) && TensorContents.Count(contents, dataType) != (WireShape.CountElements(shape) ?? -1))
        {
            throw InvalidInferenceRequestException.ForInput(
                model, input.Name, $"as many elements as shape {InferenceTensor.FormatShape(shape)} takes, all in the field of {dataType.ToName()}", "another number, or another field");
        }

        // The count is checked first, so that a shape alone costs no memory.
        InferenceTensor tensor = exchange.Request.Inputs.Add(input.Name, dataType, TensorContents.CanHold(dataType) ? shape : []);
        if (TensorContents.TryRead(contents, tensor) is { } unfit) { throw InvalidInferenceRequestException.ForInput(model, input.Name, $"elements of {dataType.ToName()}", unfit); }
    }

    private static ReadOnlySpan<long> ReadShape(GrpcExchange exchange, ModelInferRequest.Types.InferInputTensor input)
    {
        bool isShape = input.Shape.Count <= WireShape.MaxRank;
        for (int i = 0; isShape && i < input.Shape.Count; i++)
        {
            exchange.Shape[i] = input.Shape[i];
            isShape = input.Shape[i] >= 0;
        }

        return isShape
            ? exchange.Shape.AsSpan(0, input.Shape.Count)
            : throw InvalidInferenceRequestException.ForInput(
                exchange.Request.Model.Name, input.Name, $"a shape of at most {WireShape.MaxRank} dimensions, each 0 or more", "more, or a negative one");
    }

    private static int ReadClasses(MapField<string, InferParameter> parameters)
    {
        if (parameters.Count == 0 || !parameters.TryGetValue("classification", out InferParameter? message)) { return 0; }
        return ParameterMessage.TryRead(message, out InferenceParameter classes) && classes.TryGet(out long most) && most is > 0 and <= int.MaxValue
            ? (int)most
            : throw WireErrors.Wrong("classification", "a whole number of classes, 1 or more");
    }

    // What would change the answer must not be ignored.
    private static void Refuse(string model, string tensor, MapField<string, InferParameter> parameters, string name, string expected)
    {
        if (parameters.Count > 0 && parameters.ContainsKey(name)) { throw InvalidInferenceRequestException.ForInput(model, tensor, expected, $"the parameter '{name}'"); }
    }
}
