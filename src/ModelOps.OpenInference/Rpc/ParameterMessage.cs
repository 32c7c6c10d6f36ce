using Google.Protobuf.Collections;
using ModelOps.OpenInference.Protos;

namespace ModelOps.OpenInference.Rpc;

/// <summary>Parameters as messages.</summary>
internal static class ParameterMessage
{
    /// <summary>Reads a parameter; false when the message holds none of the kinds there are.</summary>
    public static bool TryRead(InferParameter message, out InferenceParameter parameter)
    {
        parameter = message.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.BoolParam => message.BoolParam,
            InferParameter.ParameterChoiceOneofCase.Int64Param => message.Int64Param,
            InferParameter.ParameterChoiceOneofCase.StringParam => message.StringParam,
            InferParameter.ParameterChoiceOneofCase.DoubleParam => message.DoubleParam,
            InferParameter.ParameterChoiceOneofCase.Uint64Param => message.Uint64Param,
            _ => default,
        };
        return message.ParameterChoiceCase != InferParameter.ParameterChoiceOneofCase.None;
    }

    public static void Write(InferenceParameterCollection parameters, MapField<string, InferParameter> messages)
    {
        for (int i = 0; i < parameters.Count; i++) { messages[parameters[i].Key] = ToMessage(parameters[i].Value); }
    }

    public static InferParameter ToMessage(InferenceParameter parameter)
    {
        InferParameter message = new();
        switch (parameter.Kind)
        {
            case InferenceParameterKind.Boolean when parameter.TryGet(out bool flag): message.BoolParam = flag; break;
            case InferenceParameterKind.Int64 when parameter.TryGet(out long whole): message.Int64Param = whole; break;
            case InferenceParameterKind.UInt64 when parameter.TryGet(out ulong large): message.Uint64Param = large; break;
            case InferenceParameterKind.Double when parameter.TryGet(out double number): message.DoubleParam = number; break;
            default: message.StringParam = parameter.ToString(); break;
        }

        return message;
    }
}
