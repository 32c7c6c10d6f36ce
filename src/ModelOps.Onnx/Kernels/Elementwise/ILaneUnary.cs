using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of each lane of a vector of floats, of any width.</summary>
internal interface ILaneUnary
{
    /// <summary>Computes a vector.</summary>
    TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;
}
