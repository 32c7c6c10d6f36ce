using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of the lanes of two vectors of floats, of any width.</summary>
internal interface ILaneBinary
{
    /// <summary>Computes a vector.</summary>
    TVector Invoke<TLanes, TVector>(TVector left, TVector right)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;
}
