using BigBen.ServiceA;
using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, Service.Build);
